package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A workload identity provider, as somebody has set it up.
///
/// @param name `projects/…/providers/…`
/// @param audiences that it takes; empty for its own name
/// @param mapping attributes, as `google.subject`, to claims, as `assertion.sub`
/// @param condition empty for none
public record Provider(
    String name,
    String issuer,
    List<String> audiences,
    Map<String, String> mapping,
    String condition,
    boolean enabled) {
  /// The name of the one that tests use.
  public static final String NAME =
      "projects/123456789012/locations/global/workloadIdentityPools/bitbucket/providers/acme-main";

  /// Returns one that is set up as setup-google.md says.
  public static Provider of(String issuer, String audience, String condition) {
    return new Provider(
        NAME,
        issuer,
        List.of(audience),
        Map.of(
            "google.subject", "assertion.sub",
            "attribute.repository", "assertion.repositoryUuid",
            "attribute.environment",
                "'deploymentEnvironmentUuid' in assertion ? assertion.deploymentEnvironmentUuid : 'none'",
            "attribute.workspace", "assertion.workspaceUuid"),
        condition,
        true);
  }

  /// Returns it as `gcloud … describe --format=json` prints it.
  public JsonObject described() {
    JsonObject description =
        Json.object()
            .with("name", name)
            .with("state", "ACTIVE")
            .with(
                "oidc",
                Json.object()
                    .with("issuerUri", issuer)
                    .with("allowedAudiences", Json.texts(audiences)))
            .with("attributeMapping", Json.object(mapping))
            .with("attributeCondition", condition.isEmpty() ? null : condition);
    return enabled ? description : description.with("disabled", new JsonBoolean(true));
  }

  /// Returns what is described so.
  public static Provider of(JsonObject description) {
    JsonObject oidc = (JsonObject) description.find("oidc").orElseThrow();
    JsonObject mapping = (JsonObject) description.find("attributeMapping").orElseThrow();
    return new Provider(
        description.text("name").orElseThrow(),
        oidc.text("issuerUri").orElseThrow(),
        oidc.texts("allowedAudiences"),
        mapping.values().keySet().stream()
            .collect(Collectors.toMap(key -> key, key -> mapping.text(key).orElseThrow())),
        description.text("attributeCondition").orElse(""),
        !description.flag("disabled"));
  }

  /// Returns the same with other audiences.
  public Provider withAudiences(String... taken) {
    return new Provider(name, issuer, List.of(taken), mapping, condition, enabled);
  }

  /// Returns the same with another issuer.
  public Provider withIssuer(String other) {
    return new Provider(name, other, audiences, mapping, condition, enabled);
  }

  /// Returns the same with another mapping.
  public Provider withMapping(Map<String, String> other) {
    return new Provider(name, issuer, audiences, other, condition, enabled);
  }

  /// Returns the same with another condition.
  public Provider withCondition(String other) {
    return new Provider(name, issuer, audiences, mapping, other, enabled);
  }

  /// Returns the same, switched off.
  public Provider disabled() {
    return new Provider(name, issuer, audiences, mapping, condition, false);
  }

  /// Returns its pool's name.
  public String pool() {
    return name.substring(0, name.indexOf("/providers/"));
  }
}
