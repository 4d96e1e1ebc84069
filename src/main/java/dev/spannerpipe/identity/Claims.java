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
/// @param all all claims, exactly as the issuer signed them
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

  /// Returns the value of a claim if it is a string; empty if the claim is missing or has another
  /// type.
  public Optional<String> text(String name) {
    return all.values().get(name) instanceof JsonString(String value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /// Returns the value of a claim if it is a boolean; empty if the claim is missing or has another
  /// type.
  public Optional<Boolean> flag(String name) {
    return all.values().get(name) instanceof JsonBoolean(boolean value)
        ? Optional.of(value)
        : Optional.empty();
  }

  /// Returns the values of a claim that is one string or a list of strings, such as `aud`. Returns
  /// an empty list if the claim is missing or contains a value of another type.
  public List<String> texts(String name) {
    return switch (all.values().get(name)) {
      case JsonString(String value) -> List.of(value);
      case JsonArray(List<Json> items) when items.stream().allMatch(JsonString.class::isInstance) ->
          items.stream().map(item -> ((JsonString) item).value()).toList();
      case null, default -> List.of();
    };
  }

  /// Returns the verified identity for the record of the run. It has `issuer`, and for a Bitbucket
  /// token also `repositoryUuid`, `environmentUuid`, `branch`, `pipeline` and `step`, if the token
  /// has these claims. For a token without a step, it has `subject` instead of `step`. In the
  /// record, these values replace unverified values from environment variables that have the same
  /// names.
  public Map<String, String> recorded() {
    Map<String, String> recorded = new TreeMap<>();
    recorded.put("issuer", issuer);
    put(recorded, "repositoryUuid", "repositoryUuid");
    put(recorded, "environmentUuid", "deploymentEnvironmentUuid");
    put(recorded, "branch", "branchName");
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
