package dev.spannerpipe.doctor.google;

import dev.spannerpipe.doctor.finding.CommandText;
import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes the commands for the IAM binding that lets this run and later runs impersonate a service
/// account. The binding names the deployment environment, or the repository if the token has no
/// environment. If the token is not Bitbucket's, the binding names the token's subject.
record BindingFix(GoogleProvider provider, DecodedToken token) {
  private static final String ENVIRONMENT = "deploymentEnvironmentUuid";
  private static final String REPOSITORY = "repositoryUuid";

  /// Returns the commands that grant the role. If the provider maps no suitable attribute, the
  /// first commands add one to the provider's mapping.
  List<Fix> add(String account, String role) {
    List<Fix> fixes = new ArrayList<>();
    String member = "principal:%s/subject/%s".formatted(principals(), token.subject());
    if (token.isBitbucket()) {
      Optional<String> mapped = attribute();
      String claim = required();
      if (mapped.isEmpty()) {
        fixes.addAll(mapping(claim).fixes(provider));
      }
      member =
          "principalSet:%s/%s".formatted(principals(), mapped.orElse(value(target(claim), claim)));
    }
    fixes.add(command("add", account, role, member));
    fixes.add(new Fix(Fix.Tool.TERRAFORM, terraform(account, role, member)));
    return fixes;
  }

  private String principals() {
    return "//iam.googleapis.com/" + provider.pool();
  }

  /// Returns the attribute that the provider maps from the environment or else from the repository,
  /// with the attribute's value: `attribute.environment/{…}`.
  private Optional<String> attribute() {
    return List.of(ENVIRONMENT, REPOSITORY).stream()
        .flatMap(
            claim ->
                GoogleTrust.attributeOf(provider, token, claim)
                    .map(target -> value(target, claim))
                    .stream())
        .findFirst();
  }

  /// Returns the claim to map if the provider maps no suitable attribute: the environment, or the
  /// repository if the token has no environment. If the mapping already has `attribute.repository`,
  /// returns the repository: although this attribute has a wrong value, it shows that its author
  /// wanted to name the repository.
  private String required() {
    boolean repository = provider.mapping().containsKey(target(REPOSITORY));
    return token.text(ENVIRONMENT).isPresent() && !repository ? ENVIRONMENT : REPOSITORY;
  }

  private static String target(String claim) {
    return claim.equals(ENVIRONMENT) ? "attribute.environment" : "attribute.repository";
  }

  private String value(String target, String claim) {
    return target + "/" + token.text(claim).orElse("");
  }

  private static ProviderFix mapping(String claim) {
    ProviderFix change = new ProviderFix();
    change.map(
        target(claim),
        claim.equals(ENVIRONMENT)
            ? "'%1$s' in assertion ? assertion.%1$s : 'none'".formatted(claim)
            : "assertion." + claim);
    return change;
  }

  /// Returns the commands that revoke the role.
  static List<Fix> remove(String account, String role, String member) {
    return List.of(
        command("remove", account, role, member),
        new Fix(
            Fix.Tool.TERRAFORM,
            "# remove from the %s of %s: %s"
                .formatted(role, account, CommandText.terraform(member))));
  }

  private static Fix command(String verb, String account, String role, String member) {
    return new Fix(
        Fix.Tool.GCLOUD,
        "gcloud iam service-accounts %s-iam-policy-binding %s --role=%s --member=%s"
            .formatted(verb, account, role, CommandText.shell(member)));
  }

  private static String terraform(String account, String role, String member) {
    return """
        resource "google_service_account_iam_member" "pipe" {
          service_account_id = "projects/-/serviceAccounts/%s"
          role               = "%s"
          member             = %s
        }"""
        .formatted(account, role, CommandText.terraform(member));
  }
}
