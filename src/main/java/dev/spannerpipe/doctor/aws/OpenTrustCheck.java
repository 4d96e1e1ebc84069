package dev.spannerpipe.doctor.aws;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds out whether a statement of a trust policy accepts tokens of others. The check evaluates
/// the statement for a token of another repository. It judges the text of the statement only to
/// find `ForAllValues` and the principal `*`.
record OpenTrustCheck(IamStatement statement, DecodedToken token, Optional<String> sessionName) {
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    List<IamCondition> conditions = statement.conditions();
    for (IamCondition condition : conditions) {
      if (condition.isForAll()) {
        findings.add(
            danger(
                condition.claim(),
                "%s of %s is also true if the claim is missing: remove ForAllValues"
                    .formatted(condition.operator(), condition.claim())));
      }
    }
    if (reached().matches(IamContext.of(token.fromElsewhere(), sessionName))) {
      findings.add(danger("sub", elsewhere(conditions)));
    }
    if (statement.federated().contains("*")) {
      findings.add(danger("iss", "it trusts every provider"));
    }
    return findings;
  }

  private static Finding danger(String claim, String text) {
    return new Finding(Severity.DANGEROUS, Link.AWS_TRUST, claim, text);
  }

  /// Returns the statement, changed so that it also trusts the token's provider. So the check finds
  /// problems in the statement's conditions even if the statement trusts a wrong provider.
  private IamStatement reached() {
    String provider = IamContext.of(token, sessionName).provider();
    List<String> all = new ArrayList<>(statement.federated());
    all.add(provider);
    return statement.with("Principal", Json.object().with("Federated", Json.texts(all)));
  }

  private static String elsewhere(List<IamCondition> conditions) {
    if (conditions.isEmpty()) {
      return "it has no condition, so every repository of the workspace may assume the role";
    }
    return conditions.stream().anyMatch(each -> each.claim().equals("sub"))
        ? "the wildcard of sub also matches other repositories, so they may assume the role"
        : "it does not check sub, so every repository of the workspace may assume the role";
  }
}
