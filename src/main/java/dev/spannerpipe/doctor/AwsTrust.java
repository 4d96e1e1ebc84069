package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.Finding.Severity;
import dev.spannerpipe.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates an AWS role's trust policy for a token as AWS would, and asks it about other tokens
/// that it must not let in.
///
/// @param policy the trust policy, as `aws iam get-role` prints it
/// @param role the role's name, for the commands
/// @param sessionName what the session will be called
record AwsTrust(Json.Members policy, String role, Optional<String> sessionName) {
  LinkReport examine(DecodedToken token) {
    AwsContext context = AwsContext.of(token, sessionName);
    Optional<AwsStatement> nearest = nearest(context);
    List<Finding> findings = new ArrayList<>();
    nearest.ifPresentOrElse(
        statement -> findings.addAll(broken(statement, context)),
        () ->
            findings.add(
                finding(Severity.BROKEN, "", "no statement allows " + AwsStatement.ACTION)));
    if (findings.isEmpty()) {
      denied(context).ifPresent(findings::add);
    }
    nearest.ifPresent(statement -> findings.addAll(dangers(statement, token, context)));
    boolean mendable = findings.stream().anyMatch(finding -> finding.severity() != Severity.NOTE);
    return new LinkReport(
        Link.AWS_TRUST,
        nearest.map(statement -> cells(statement, context)).orElse(Map.of()),
        findings,
        mendable ? mends(token, context, nearest) : List.of());
  }

  /// Returns whether the role lets such a token in.
  boolean admits(DecodedToken token) {
    AwsContext context = AwsContext.of(token, sessionName);
    List<AwsStatement> matching =
        AwsStatement.all(policy).stream().filter(each -> each.matches(context)).toList();
    return !matching.isEmpty() && matching.stream().allMatch(AwsStatement::allows);
  }

  private Optional<AwsStatement> nearest(AwsContext context) {
    return AwsStatement.all(policy).stream()
        .filter(statement -> statement.allows() && statement.isAboutWebIdentities())
        .min(Comparator.comparingInt(statement -> faults(statement, context)));
  }

  private static int faults(AwsStatement statement, AwsContext context) {
    return statement.failing(context).size() + (statement.trusts(context) ? 0 : 1);
  }

  private static Finding finding(Severity severity, String claim, String text) {
    return new Finding(severity, Link.AWS_TRUST, claim, text);
  }

  private static List<Finding> broken(AwsStatement statement, AwsContext context) {
    List<Finding> findings = new ArrayList<>();
    if (!statement.trusts(context)) {
      findings.add(finding(Severity.BROKEN, "iss", principal(statement, context)));
    }
    for (AwsCondition condition : statement.failing(context)) {
      findings.add(finding(Severity.BROKEN, condition.claim(), condition.mismatch(context)));
    }
    for (AwsCondition condition : statement.conditions()) {
      if (condition.holds(context).isEmpty()) {
        findings.add(
            finding(
                Severity.NOTE,
                "",
                "%s %s could not be evaluated".formatted(condition.operator(), condition.key())));
      }
    }
    return findings;
  }

  private static String principal(AwsStatement statement, AwsContext context) {
    List<String> federated = statement.federated();
    String found = federated.isEmpty() ? "nobody" : federated.getFirst();
    String provider = found.replaceFirst(".*:oidc-provider/", "");
    String why =
        found.contains(":oidc-provider/")
            ? ": " + Difference.between(provider, context.provider())
            : "";
    return "it trusts %s, but the token's issuer is %s%s"
        .formatted(Quoted.visible(found), Quoted.visible(context.provider()), why);
  }

  private Optional<Finding> denied(AwsContext context) {
    return AwsStatement.all(policy).stream()
        .filter(statement -> !statement.allows() && statement.matches(context))
        .findFirst()
        .map(_ -> finding(Severity.BROKEN, "", "a statement denies what another allows"));
  }

  /// What it would let in is found out by asking it, not by the look of it.
  private List<Finding> dangers(AwsStatement statement, DecodedToken token, AwsContext context) {
    List<Finding> findings = new ArrayList<>();
    AwsStatement reached = reached(statement, context);
    List<AwsCondition> conditions = statement.conditions();
    boolean asksSubject = conditions.stream().anyMatch(each -> each.claim().equals("sub"));
    conditions.stream()
        .filter(AwsCondition::isForAll)
        .forEach(
            condition ->
                findings.add(
                    finding(
                        Severity.DANGEROUS,
                        condition.claim(),
                        "%s of %s is also true where the claim is missing: leave out ForAllValues"
                            .formatted(condition.operator(), condition.claim()))));
    if (reached.matches(AwsContext.of(token.fromElsewhere(), sessionName))) {
      findings.add(finding(Severity.DANGEROUS, "sub", elsewhere(conditions, asksSubject)));
    } else if (findings.isEmpty()
        && statement.failing(context).isEmpty()
        && !reached.matches(AwsContext.of(token.fromNextStep(), sessionName))) {
      findings.add(
          finding(
              Severity.BROKEN,
              "sub",
              "sub is wanted with this step's UUID, which is another one in each step: it lets in no other run"));
    }
    if (statement.federated().contains("*")) {
      findings.add(finding(Severity.DANGEROUS, "iss", "it trusts every provider"));
    }
    return findings;
  }

  /// Returns the statement as if its provider were right, to see what lies behind it.
  private static AwsStatement reached(AwsStatement statement, AwsContext context) {
    List<String> all = new ArrayList<>(statement.federated());
    all.add(context.provider());
    return statement.with("Principal", Json.object().with("Federated", Json.texts(all)));
  }

  private static String elsewhere(List<AwsCondition> conditions, boolean asksSubject) {
    if (conditions.isEmpty()) {
      return "it has no condition: every repository of the workspace is let in";
    }
    return asksSubject
        ? "the wildcard of sub matches other repositories, too: they are let in"
        : "it asks for aud only: every repository of the workspace is let in";
  }

  private static Map<String, String> cells(AwsStatement statement, AwsContext context) {
    Map<String, String> cells = new HashMap<>();
    cells.put(
        "iss",
        statement.federated().isEmpty()
            ? "nobody"
            : statement.federated().getFirst().replaceFirst(".*:oidc-provider/", ""));
    for (AwsCondition condition : statement.conditions()) {
      if (AwsContext.isClaim(condition.key()) && context.find(condition.key()).isPresent()) {
        cells.merge(condition.claim(), condition.shown(), (one, other) -> one + ", " + other);
      }
    }
    return cells;
  }

  private List<Mend> mends(DecodedToken token, AwsContext context, Optional<AwsStatement> nearest) {
    Optional<Json.Members> mended = AwsTrustMend.of(policy, token, context, nearest);
    return mended.map(this::commands).orElse(List.of());
  }

  private List<Mend> commands(Json.Members mended) {
    String json = mended.canonical();
    return List.of(
        new Mend(
            Mend.Tool.AWS_CLI,
            "aws iam update-assume-role-policy --role-name %s --policy-document %s"
                .formatted(role, Quoted.shell(json))),
        new Mend(
            Mend.Tool.TERRAFORM,
            "# of resource aws_iam_role %s\nassume_role_policy = jsonencode(%s)"
                .formatted(role, Quoted.template(json))));
  }
}
