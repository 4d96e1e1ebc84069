package dev.spannerpipe.doctor.google;

import dev.spannerpipe.doctor.finding.SingleOrList;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A workload identity provider, as `gcloud iam workload-identity-pools providers describe
/// --format=json` prints it.
///
/// @param name `projects/…/locations/global/workloadIdentityPools/…/providers/…`
/// @param usable whether the provider is neither disabled nor deleted
/// @param issuer the URL of the token issuer; empty if this is not an OIDC provider
/// @param audiences the allowed audiences; if the list is empty, Google allows only the provider's
///   own name
/// @param mapping maps each target attribute, such as `google.subject`, to the expression that
///   computes it
/// @param condition the attribute condition, if there is one
public record GoogleProvider(
    String name,
    boolean usable,
    Optional<String> issuer,
    List<String> audiences,
    Map<String, String> mapping,
    Optional<String> condition) {
  public static GoogleProvider parse(JsonObject json) {
    JsonObject oidc =
        json.find("oidc").orElse(Json.object()) instanceof JsonObject members
            ? members
            : Json.object();
    return new GoogleProvider(
        text(json, "name").orElse(""),
        !json.flag("disabled") && text(json, "state").orElse("ACTIVE").equals("ACTIVE"),
        text(oidc, "issuerUri"),
        SingleOrList.texts(oidc.find("allowedAudiences")),
        mapping(json),
        text(json, "attributeCondition").filter(condition -> !condition.isBlank()));
  }

  private static Optional<String> text(JsonObject json, String name) {
    return SingleOrList.texts(json.find(name)).stream().findFirst();
  }

  private static Map<String, String> mapping(JsonObject json) {
    TreeMap<String, String> mapping = new TreeMap<>();
    if (json.find("attributeMapping").orElse(new JsonNull()) instanceof JsonObject members) {
      members
          .values()
          .forEach(
              (target, expression) -> {
                if (expression instanceof JsonString(String text)) {
                  mapping.put(target, text);
                }
              });
    }
    return mapping;
  }

  /// Returns the audiences that the provider accepts.
  List<String> accepted() {
    return audiences.isEmpty()
        ? List.of("https://iam.googleapis.com/" + name, "//iam.googleapis.com/" + name)
        : audiences;
  }

  /// Returns the name of the provider's workload identity pool.
  String pool() {
    return name.replaceFirst("/providers/.*", "");
  }

  /// Returns the segment that follows a word such as `providers` in the provider's name. If the
  /// name does not contain the word, returns the word in uppercase, as a placeholder.
  String part(String word) {
    return name.contains(word + "/")
        ? name.replaceFirst(".*" + word + "/", "").replaceFirst("/.*", "")
        : word.toUpperCase(java.util.Locale.ROOT);
  }
}
