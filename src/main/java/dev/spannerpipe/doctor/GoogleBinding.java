package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.Finding.Severity;
import dev.spannerpipe.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates who may act as a Google service account.
///
/// @param policy the account's policy, as `gcloud iam service-accounts get-iam-policy
///   --format=json` prints it
/// @param account the account's address
record GoogleBinding(Json.Members policy, String account, GoogleProvider provider) {
  private static final String ROLE = "roles/iam.workloadIdentityUser";

  LinkReport examine(DecodedToken token) {
    List<String> members = members();
    List<String> matching = members.stream().filter(each -> matches(each, token)).toList();
    List<String> wide = members.stream().filter(each -> isWide(each, token)).toList();
    List<String> lasting =
        matching.stream().filter(each -> matches(each, token.fromNextStep())).toList();
    List<Finding> findings = new ArrayList<>();
    if (matching.isEmpty()) {
      findings.add(finding(Severity.BROKEN, "repositoryUuid", nobody(members, token)));
    } else if (lasting.isEmpty()) {
      findings.add(
          finding(
              Severity.BROKEN,
              "sub",
              "%s names this step only, and sub is another one in each step: it lets in no other run"
                  .formatted(matching.getFirst())));
    }
    for (String member : wide) {
      findings.add(
          finding(
              Severity.DANGEROUS,
              "repositoryUuid",
              "%s lets in other repositories, too".formatted(member)));
    }
    boolean add = lasting.stream().allMatch(wide::contains);
    return new LinkReport(Link.GOOGLE_BINDING, cells(matching), findings, mends(add, wide, token));
  }

  private static Finding finding(Severity severity, String claim, String text) {
    return new Finding(severity, Link.GOOGLE_BINDING, claim, text);
  }

  private List<String> members() {
    return policy.items("bindings").stream()
        .filter(Json.Members.class::isInstance)
        .map(Json.Members.class::cast)
        .filter(binding -> AwsStatement.texts(binding.find("role")).contains(ROLE))
        .flatMap(binding -> AwsStatement.texts(binding.find("members")).stream())
        .toList();
  }

  private String principals() {
    return "//iam.googleapis.com/" + provider.pool() + "/";
  }

  private boolean matches(String member, DecodedToken token) {
    Map<String, String> values = GoogleMapping.of(provider, token).values();
    if (member.equals("principalSet:" + principals() + "*")) {
      return true;
    }
    if (member.equals("principal:" + principals() + "subject/" + values.get("google.subject"))) {
      return true;
    }
    return values.entrySet().stream()
        .anyMatch(
            value ->
                member.equals(
                    "principalSet:%s%s/%s"
                        .formatted(principals(), value.getKey(), value.getValue())));
  }

  /// A binding for the whole pool is, whatever the provider's condition says today.
  private boolean isWide(String member, DecodedToken token) {
    DecodedToken other = token.fromElsewhere();
    return matches(member, other) && (member.endsWith("/*") || GoogleTrust.admits(provider, other));
  }

  private String nobody(List<String> members, DecodedToken token) {
    List<String> federated =
        members.stream().filter(member -> member.startsWith("principal")).toList();
    if (federated.isEmpty()) {
      return "%s is granted to nobody outside of Google".formatted(ROLE);
    }
    String member = federated.getFirst();
    if (!member.contains(principals())) {
      return "%s is granted to %s, which is of another pool than the provider's %s"
          .formatted(ROLE, member, provider.pool());
    }
    String attribute = member.replaceFirst(".*/(attribute\\.[a-z0-9_]+)/.*", "$1");
    String value = GoogleMapping.of(provider, token).values().getOrDefault(attribute, "");
    String wanted = member.replaceFirst(".*/attribute\\.[a-z0-9_]+/", "");
    return value.isEmpty()
        ? "%s is granted to %s, which the token is not".formatted(ROLE, member)
        : "%s is granted to %s %s, but for this token it is %s: %s"
            .formatted(
                ROLE,
                attribute,
                Quoted.of(wanted),
                Quoted.of(value),
                Difference.between(wanted, value));
  }

  private static Map<String, String> cells(List<String> matching) {
    return matching.isEmpty()
        ? Map.of()
        : Map.of(
            "repositoryUuid",
            matching.getFirst().endsWith("/*")
                ? "anybody"
                : "binding of "
                    + matching
                        .getFirst()
                        .replaceFirst(".*/((?:attribute\\.|subject).*?)/.*", "$1"));
  }

  private List<Mend> mends(boolean add, List<String> wide, DecodedToken token) {
    List<Mend> mends = new ArrayList<>();
    String claim = token.isBitbucket() ? "repositoryUuid" : "sub";
    Optional<String> attribute = GoogleTrust.attributeOf(provider, claim);
    if (add && attribute.isEmpty()) {
      ProviderChange change = new ProviderChange();
      change.map("attribute.repository", "assertion." + claim);
      mends.addAll(change.mends(provider));
    }
    if (add) {
      String member =
          "principalSet:%s%s/%s"
              .formatted(
                  principals(),
                  attribute.orElse("attribute.repository"),
                  token.text(claim).orElse(""));
      mends.add(command("add", member));
      mends.add(new Mend(Mend.Tool.TERRAFORM, terraform(member)));
    }
    wide.forEach(member -> mends.add(command("remove", member)));
    return mends;
  }

  private Mend command(String verb, String member) {
    return new Mend(
        Mend.Tool.GCLOUD,
        "gcloud iam service-accounts %s-iam-policy-binding %s --role=%s --member=%s"
            .formatted(verb, account, ROLE, Quoted.shell(member)));
  }

  private String terraform(String member) {
    return """
        resource "google_service_account_iam_member" "pipe" {
          service_account_id = "projects/-/serviceAccounts/%s"
          role               = "%s"
          member             = %s
        }"""
        .formatted(account, ROLE, Quoted.terraform(member));
  }
}
