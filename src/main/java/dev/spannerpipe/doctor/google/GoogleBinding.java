package dev.spannerpipe.doctor.google;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Difference;
import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LinkReport;
import dev.spannerpipe.doctor.finding.ShownValue;
import dev.spannerpipe.doctor.finding.SingleOrList;
import dev.spannerpipe.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Evaluates whether the bindings of a Google service account let the holder of a token impersonate
/// the account.
///
/// @param policy the account's IAM policy, as `gcloud iam service-accounts get-iam-policy
///   --format=json` prints it
/// @param account the email address of the service account
/// @param provider the workload identity provider, which maps tokens to members of the policy
public record GoogleBinding(JsonObject policy, String account, GoogleProvider provider) {
  private static final String ROLE = "roles/iam.workloadIdentityUser";

  /// The roles that include the permission `iam.serviceAccounts.getAccessToken`.
  private static final Set<String> ROLES = Set.of(ROLE, "roles/iam.serviceAccountTokenCreator");

  public LinkReport examine(DecodedToken token) {
    List<Member> members = members();
    List<Member> matching = members.stream().filter(each -> each.matches(token)).toList();
    List<Member> wide = members.stream().filter(each -> each.isWide(token)).toList();
    List<Member> lasting =
        matching.stream().filter(each -> each.matches(token.fromNextStep())).toList();
    List<Finding> findings = new ArrayList<>();
    if (matching.isEmpty()) {
      findings.add(nobody(members, token));
    } else if (lasting.isEmpty()) {
      findings.add(
          finding(
              Severity.BROKEN,
              "sub",
              "%s names only this step; sub differs in each step, so no other run is accepted"
                  .formatted(matching.getFirst().text())));
    }
    for (Member member : wide) {
      findings.add(
          finding(
              Severity.DANGEROUS,
              "repositoryUuid",
              "%s lets in other repositories, too".formatted(member.text())));
    }
    conditional().ifPresent(findings::add);
    boolean add = lasting.stream().allMatch(wide::contains);
    return new LinkReport(Link.GOOGLE_BINDING, cells(matching), findings, fixes(add, wide, token));
  }

  private static Finding finding(Severity severity, String claim, String text) {
    return new Finding(severity, Link.GOOGLE_BINDING, claim, text);
  }

  private List<JsonObject> bindings() {
    return policy.items("bindings").stream()
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast)
        .filter(
            binding -> SingleOrList.texts(binding.find("role")).stream().anyMatch(ROLES::contains))
        .toList();
  }

  private List<Member> members() {
    return bindings().stream()
        .flatMap(
            binding ->
                SingleOrList.texts(binding.find("members")).stream()
                    .map(
                        text ->
                            new Member(
                                text,
                                SingleOrList.texts(binding.find("role")).getFirst(),
                                provider)))
        .toList();
  }

  private Optional<Finding> conditional() {
    return bindings().stream()
        .filter(binding -> binding.find("condition").isPresent())
        .findFirst()
        .map(
            _ ->
                finding(
                    Severity.UNKNOWN,
                    "",
                    "a binding has a condition, which is not supported here: check it yourself"));
  }

  /// A member of a binding, and the role that the binding grants.
  private record Member(String text, String role, GoogleProvider provider) {
    private String principals() {
      return "//iam.googleapis.com/" + provider.pool() + "/";
    }

    private boolean isWholePool() {
      return text.equals("principalSet:" + principals() + "*");
    }

    boolean matches(DecodedToken token) {
      Map<String, String> values = AttributeMapping.of(provider, token).values();
      return isWholePool()
          || text.equals("principal:" + principals() + "subject/" + values.get("google.subject"))
          || values.entrySet().stream()
              .anyMatch(
                  value ->
                      text.equals(
                          "principalSet:%s%s/%s"
                              .formatted(principals(), value.getKey(), value.getValue())));
    }

    /// Returns whether the member includes other repositories. A member that names the whole pool
    /// always does: the condition of the provider may reject tokens of other repositories now, but
    /// that condition can change.
    boolean isWide(DecodedToken token) {
      DecodedToken other = token.fromElsewhere();
      return matches(other) && (isWholePool() || GoogleTrust.admits(provider, other));
    }

    boolean isFederated() {
      return text.startsWith("principal");
    }

    boolean isOfPool() {
      return text.contains(principals());
    }

    /// Returns the target attribute that the member refers to; an empty string for the whole pool.
    String target() {
      if (text.startsWith("principal:")) {
        return "google.subject";
      }
      return text.contains("/attribute.")
          ? text.replaceFirst(".*/(attribute\\.[a-z0-9_]+)/.*", "$1")
          : "";
    }

    String value() {
      return text.replaceFirst(".*/(?:attribute\\.[a-z0-9_]+|subject)/", "");
    }
  }

  private Finding nobody(List<Member> members, DecodedToken token) {
    Optional<Member> federated = members.stream().filter(Member::isFederated).findFirst();
    if (federated.isEmpty()) {
      return finding(
          Severity.BROKEN,
          "repositoryUuid",
          "%s is granted to no identity of a workload identity pool".formatted(ROLE));
    }
    AttributeMapping mapping = AttributeMapping.of(provider, token);
    Optional<Member> unclear =
        members.stream()
            .filter(
                member ->
                    Optional.ofNullable(mapping.problems().get(member.target()))
                        .filter(problem -> !problem.isUnderstood())
                        .isPresent())
            .findFirst();
    return unclear
        .map(
            member ->
                finding(
                    Severity.UNKNOWN,
                    "",
                    "%s is granted to %s, whose mapping is not supported here: check it yourself"
                        .formatted(member.role(), member.text())))
        .orElseGet(() -> other(federated.get(), mapping));
  }

  private Finding other(Member member, AttributeMapping mapping) {
    if (!member.isOfPool()) {
      return finding(
          Severity.BROKEN,
          "repositoryUuid",
          "%s is granted to %s, which belongs to another pool than the provider's %s"
              .formatted(member.role(), member.text(), provider.pool()));
    }
    String target = member.target();
    String value = mapping.values().getOrDefault(target, "");
    return finding(
        Severity.BROKEN,
        claim(target),
        value.isEmpty()
            ? "%s is granted to %s, which does not include this token"
                .formatted(member.role(), member.text())
            : "%s is granted to tokens whose %s is %s, but this token's value is %s: %s"
                .formatted(
                    member.role(),
                    target,
                    ShownValue.quoted(member.value()),
                    ShownValue.quoted(value),
                    Difference.between(member.value(), value)));
  }

  /// Returns the claim that a target attribute is mapped from. Returns `repositoryUuid` if there is
  /// no such claim, for example if the member names the whole pool.
  private String claim(String target) {
    String claim = GoogleTrust.claimOf(provider, target);
    return claim.isEmpty() ? "repositoryUuid" : claim;
  }

  private Map<String, String> cells(List<Member> matching) {
    if (matching.isEmpty()) {
      return Map.of();
    }
    String target = matching.getFirst().target();
    return Map.of(claim(target), target.isEmpty() ? "anybody" : "binding of " + target);
  }

  private List<Fix> fixes(boolean add, List<Member> wide, DecodedToken token) {
    List<Fix> fixes = new ArrayList<>();
    if (add) {
      fixes.addAll(new BindingFix(provider, token).add(account, ROLE));
    }
    for (Member member : wide) {
      fixes.addAll(BindingFix.remove(account, member.role(), member.text()));
    }
    return fixes;
  }
}
