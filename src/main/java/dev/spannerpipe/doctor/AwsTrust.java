package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.Finding.Severity;
import dev.spannerpipe.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Evaluates an AWS role's trust policy for a token as AWS would, and asks it about other tokens
/// that it must not let in.
///
/// @param policy the trust policy, as `aws iam get-role` prints it
/// @param role the role's ARN or name
/// @param sessionName what the session will be called
record AwsTrust(JsonObject policy, String role, Optional<String> sessionName) {
  private static final Set<String> MEMBERS =
      Set.of("Sid", "Effect", "Action", "Principal", "Condition");

  LinkReport examine(DecodedToken token) {
    AwsContext context = AwsContext.of(token, sessionName);
    Optional<AwsStatement> nearest = nearest(context);
    List<Finding> findings = new ArrayList<>();
    nearest.ifPresentOrElse(
        statement -> findings.addAll(broken(statement, context)),
        () ->
            findings.add(
                finding(Severity.BROKEN, "", "no statement allows " + AwsStatement.ACTION)));
    notUnderstood(findings);
    if (findings.isEmpty()) {
      denied(context).ifPresent(findings::add);
    }
    List<AwsStatement> wide = new ArrayList<>();
    for (AwsStatement statement : allowing()) {
      List<Finding> dangers =
          statement.trusts(context) || nearest.filter(statement::equals).isPresent()
              ? new AwsDangers(statement, token, sessionName).findings()
              : List.of();
      dangers.stream().filter(danger -> !findings.contains(danger)).forEach(findings::add);
      if (!dangers.isEmpty()) {
        wide.add(statement);
      }
    }
    nearest
        .filter(statement -> wide.isEmpty() && findings.isEmpty())
        .flatMap(statement -> oneStep(statement, token))
        .ifPresent(findings::add);
    return new LinkReport(
        Link.AWS_TRUST,
        nearest.map(statement -> cells(statement, context)).orElse(Map.of()),
        findings,
        findings.isEmpty() ? List.of() : mends(token, nearest, wide));
  }

  /// Returns whether the role is known to let such a token in.
  private static boolean admits(JsonObject policy, AwsContext context) {
    List<AwsStatement> matching =
        AwsStatement.all(policy).stream().filter(each -> each.matches(context)).toList();
    return !matching.isEmpty() && matching.stream().allMatch(AwsStatement::allows);
  }

  private List<AwsStatement> allowing() {
    return AwsStatement.all(policy).stream()
        .filter(statement -> statement.allows() && statement.isAboutWebIdentities())
        .toList();
  }

  private Optional<AwsStatement> nearest(AwsContext context) {
    return allowing().stream().min(Comparator.comparingInt(each -> faults(each, context)));
  }

  private static int faults(AwsStatement statement, AwsContext context) {
    return statement.failing(context).size() + (statement.trusts(context) ? 0 : 1);
  }

  private static Finding finding(Severity severity, String claim, String text) {
    return new Finding(severity, Link.AWS_TRUST, claim, text);
  }

  private void notUnderstood(List<Finding> findings) {
    for (AwsStatement statement : AwsStatement.all(policy)) {
      statement
          .notUnderstood(MEMBERS)
          .ifPresent(text -> findings.add(finding(Severity.UNKNOWN, "", text)));
    }
  }

  private static List<Finding> broken(AwsStatement statement, AwsContext context) {
    List<Finding> findings = new ArrayList<>();
    if (!statement.trusts(context)) {
      findings.add(finding(Severity.BROKEN, "iss", principal(statement, context)));
    }
    for (AwsCondition condition : statement.failing(context)) {
      findings.add(finding(Severity.BROKEN, condition.claim(), condition.mismatch(context)));
    }
    for (AwsCondition condition : statement.unclear(context)) {
      findings.add(
          finding(
              Severity.UNKNOWN,
              "",
              "%s of %s is not understood here: look at it yourself"
                  .formatted(condition.operator(), condition.key())));
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
        .map(
            statement ->
                statement.unclear(context).isEmpty()
                    ? finding(Severity.BROKEN, "", "a statement denies what another allows")
                    : finding(
                        Severity.UNKNOWN,
                        "",
                        "a statement may deny what another allows: look at it yourself"));
  }

  private Optional<Finding> oneStep(AwsStatement statement, DecodedToken token) {
    return statement.matches(AwsContext.of(token.fromNextStep(), sessionName))
        ? Optional.empty()
        : Optional.of(
            finding(
                Severity.BROKEN,
                "sub",
                "sub is wanted with this step's UUID, which is another one in each step: it lets in no other run"));
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

  /// A change is shown only where the token gets through afterwards.
  private List<Mend> mends(
      DecodedToken token, Optional<AwsStatement> nearest, List<AwsStatement> wide) {
    AwsContext context = AwsContext.of(token, sessionName);
    return new AwsTrustMend(token, context, role)
        .of(policy, nearest, wide)
        .filter(mended -> !mended.equals(policy) && admits(mended, context))
        .map(this::commands)
        .orElse(List.of());
  }

  private List<Mend> commands(JsonObject mended) {
    String json = mended.canonical();
    String name = role.replaceFirst(".*/", "");
    return List.of(
        new Mend(
            Mend.Tool.AWS_CLI,
            "aws iam update-assume-role-policy --role-name %s --policy-document %s"
                .formatted(Quoted.shellWord(name), Quoted.shell(json))),
        new Mend(
            Mend.Tool.TERRAFORM,
            "# of resource aws_iam_role %s\nassume_role_policy = jsonencode(%s)"
                .formatted(name, Quoted.template(json))));
  }
}
