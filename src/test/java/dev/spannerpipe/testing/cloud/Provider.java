package dev.spannerpipe.testing.cloud;

import java.util.List;
import java.util.Map;

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

  /// Returns one that is set up as the README says.
  public static Provider of(String issuer, String audience, String condition) {
    return new Provider(
        NAME,
        issuer,
        List.of(audience),
        Map.of(
            "google.subject", "assertion.sub",
            "attribute.repository", "assertion.repositoryUuid",
            "attribute.environment", "assertion.deploymentEnvironmentUuid",
            "attribute.workspace", "assertion.workspaceUuid"),
        condition,
        true);
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
