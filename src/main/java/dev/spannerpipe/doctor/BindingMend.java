package dev.spannerpipe.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets a token and its like act as a service account: those of its deployment environment, else of
/// its repository, else of its subject.
record BindingMend(GoogleProvider provider, DecodedToken token) {
  /// Returns what grants the role; where the provider maps nothing that could be granted to, that
  /// is changed first.
  List<Mend> add(String account, String role) {
    List<Mend> mends = new ArrayList<>();
    Optional<String> attribute = attribute();
    if (attribute.isEmpty() && token.isBitbucket()) {
      ProviderChange change = new ProviderChange();
      change.map("attribute.repository", "assertion.repositoryUuid");
      mends.addAll(change.mends(provider));
    }
    String member =
        token.isBitbucket()
            ? "principalSet:" + principals() + "/" + attribute.orElse(ofRepository())
            : "principal:%s/subject/%s".formatted(principals(), token.subject());
    mends.add(command("add", account, role, member));
    mends.add(new Mend(Mend.Tool.TERRAFORM, terraform(account, role, member)));
    return mends;
  }

  private String principals() {
    return "//iam.googleapis.com/" + provider.pool();
  }

  private String ofRepository() {
    return "attribute.repository/" + token.text("repositoryUuid").orElse("");
  }

  /// Returns the narrowest attribute with its value.
  private Optional<String> attribute() {
    return List.of("deploymentEnvironmentUuid", "repositoryUuid").stream()
        .flatMap(
            claim ->
                GoogleTrust.attributeOf(provider, token, claim)
                    .map(target -> target + "/" + token.text(claim).orElse(""))
                    .stream())
        .findFirst();
  }

  /// Returns what takes the role away from somebody.
  static List<Mend> remove(String account, String role, String member) {
    return List.of(
        command("remove", account, role, member),
        new Mend(
            Mend.Tool.TERRAFORM,
            "# remove from the %s of %s: %s".formatted(role, account, Quoted.terraform(member))));
  }

  private static Mend command(String verb, String account, String role, String member) {
    return new Mend(
        Mend.Tool.GCLOUD,
        "gcloud iam service-accounts %s-iam-policy-binding %s --role=%s --member=%s"
            .formatted(verb, account, role, Quoted.shell(member)));
  }

  private static String terraform(String account, String role, String member) {
    return """
        resource "google_service_account_iam_member" "pipe" {
          service_account_id = "projects/-/serviceAccounts/%s"
          role               = "%s"
          member             = %s
        }"""
        .formatted(account, role, Quoted.terraform(member));
  }
}
