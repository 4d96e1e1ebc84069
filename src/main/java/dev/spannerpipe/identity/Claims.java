package dev.spannerpipe.identity;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The claims of a verified token.
///
/// @param all every claim, as signed
public record Claims(
    String issuer,
    String subject,
    List<String> audience,
    Instant issuedAt,
    Instant expiresAt,
    JsonObject all) {
  /// Copies the list of audiences.
  public Claims {
    audience = List.copyOf(audience);
  }

  /// Returns a claim that is a text. Returns empty if it is missing or has another type.
  public Optional<String> text(String name) {
    return all.values().get(name) instanceof JsonString(String value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /// Returns a claim that is a boolean. Returns empty if it is missing or has another type.
  public Optional<Boolean> flag(String name) {
    return all.values().get(name) instanceof JsonBoolean(boolean value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /// Returns a claim that is one text or several, as `aud` is. Returns an empty list if it is
  /// missing or contains any other type.
  public List<String> texts(String name) {
    return switch (all.values().get(name)) {
      case JsonString(String value) -> List.of(value);
      case JsonArray(List<Json> items) when items.stream().allMatch(JsonString.class::isInstance) ->
          items.stream().map(item -> ((JsonString) item).value()).toList();
      case null, default -> List.of();
    };
  }

  /// Returns the identity for the record: `issuer`, and for Bitbucket `repositoryUuid`,
  /// `environmentUuid`, `pipeline` and `step`. Other tokens get `subject` instead of `step`. The
  /// build's environment is recorded under the same names, and these values replace it.
  public Map<String, String> recorded() {
    Map<String, String> recorded = new TreeMap<>();
    recorded.put("issuer", issuer);
    put(recorded, "repositoryUuid", "repositoryUuid");
    put(recorded, "environmentUuid", "deploymentEnvironmentUuid");
    put(recorded, "pipeline", "pipelineUuid");
    put(recorded, "step", "stepUuid");
    if (!recorded.containsKey("step")) {
      recorded.put("subject", subject);
    }
    return recorded;
  }

  private void put(Map<String, String> recorded, String name, String claim) {
    text(claim).ifPresent(value -> recorded.put(name, value));
  }
}
