package dev.spannerpipe.doctor.aws;

import dev.spannerpipe.doctor.finding.CommandText;
import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Difference;
import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LinkReport;
import dev.spannerpipe.doctor.finding.ShownValue;
import dev.spannerpipe.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Evaluates the trust policy of an AWS role as AWS does. The policy must accept the run's token,
/// and must reject tokens of others, for example of other repositories.
///
/// @param policy the trust policy, as `aws iam get-role` prints it
/// @param role the ARN or the name of the role
/// @param sessionName the name that the run gives its AWS session
public record AwsTrust(JsonObject policy, String role, Optional<String> sessionName) {
  private static final Set<String> MEMBERS =
      Set.of("Sid", "Effect", "Action", "Principal", "Condition");

  public LinkReport examine(DecodedToken token) {
    IamContext context = IamContext.of(token, sessionName);
    Optional<IamStatement> nearest = nearest(context);
    List<Finding> findings = new ArrayList<>();
    nearest.ifPresentOrElse(
        statement -> findings.addAll(broken(statement, context)),
        () ->
            findings.add(
                finding(Severity.BROKEN, "", "no statement allows " + IamStatement.ACTION)));
    notUnderstood(findings);
    if (findings.isEmpty()) {
      denied(context).ifPresent(findings::add);
    }
    List<IamStatement> wide = new ArrayList<>();
    for (IamStatement statement : allowing()) {
      List<Finding> dangers =
          statement.trusts(context) || nearest.filter(statement::equals).isPresent()
              ? new OpenTrustCheck(statement, token, sessionName).findings()
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
        findings.isEmpty() ? List.of() : fixes(token, nearest, wide));
  }

  /// Returns whether the policy accepts the token. A condition that this class cannot evaluate
  /// counts as true.
  private static boolean admits(JsonObject policy, IamContext context) {
    List<IamStatement> matching =
        IamStatement.all(policy).stream().filter(each -> each.matches(context)).toList();
    return !matching.isEmpty() && matching.stream().allMatch(IamStatement::allows);
  }

  private List<IamStatement> allowing() {
    return IamStatement.all(policy).stream()
        .filter(statement -> statement.allows() && statement.isAboutWebIdentities())
        .toList();
  }

  private Optional<IamStatement> nearest(IamContext context) {
    return allowing().stream().min(Comparator.comparingInt(each -> faults(each, context)));
  }

  private static int faults(IamStatement statement, IamContext context) {
    return statement.failing(context).size() + (statement.trusts(context) ? 0 : 1);
  }

  private static Finding finding(Severity severity, String claim, String text) {
    return new Finding(severity, Link.AWS_TRUST, claim, text);
  }

  private void notUnderstood(List<Finding> findings) {
    for (IamStatement statement : IamStatement.all(policy)) {
      statement
          .notUnderstood(MEMBERS)
          .ifPresent(text -> findings.add(finding(Severity.UNKNOWN, "", text)));
    }
  }

  private static List<Finding> broken(IamStatement statement, IamContext context) {
    List<Finding> findings = new ArrayList<>();
    if (!statement.trusts(context)) {
      findings.add(finding(Severity.BROKEN, "iss", principal(statement, context)));
    }
    for (IamCondition condition : statement.failing(context)) {
      findings.add(finding(Severity.BROKEN, condition.claim(), condition.mismatch(context)));
    }
    for (IamCondition condition : statement.unclear(context)) {
      findings.add(
          finding(
              Severity.UNKNOWN,
              "",
              "%s of %s is not supported here: check it yourself"
                  .formatted(condition.operator(), condition.key())));
    }
    return findings;
  }

  private static String principal(IamStatement statement, IamContext context) {
    List<String> federated = statement.federated();
    String found = federated.isEmpty() ? "nobody" : federated.getFirst();
    String provider = found.replaceFirst(".*:oidc-provider/", "");
    String why =
        found.contains(":oidc-provider/")
            ? ": " + Difference.between(provider, context.provider())
            : "";
    return "it trusts %s, but the token's issuer is %s%s"
        .formatted(ShownValue.line(found), ShownValue.line(context.provider()), why);
  }

  private Optional<Finding> denied(IamContext context) {
    return IamStatement.all(policy).stream()
        .filter(statement -> !statement.allows() && statement.matches(context))
        .findFirst()
        .map(
            statement ->
                statement.unclear(context).isEmpty()
                    ? finding(Severity.BROKEN, "", "a statement denies what another allows")
                    : finding(
                        Severity.UNKNOWN,
                        "",
                        "a statement may deny what another allows: check it yourself"));
  }

  private Optional<Finding> oneStep(IamStatement statement, DecodedToken token) {
    return statement.matches(IamContext.of(token.fromNextStep(), sessionName))
        ? Optional.empty()
        : Optional.of(
            finding(
                Severity.BROKEN,
                "sub",
                "the required sub contains this step's UUID, which differs in each step, so the role accepts no other run"));
  }

  private static Map<String, String> cells(IamStatement statement, IamContext context) {
    Map<String, String> cells = new HashMap<>();
    cells.put(
        "iss",
        statement.federated().isEmpty()
            ? "nobody"
            : statement.federated().getFirst().replaceFirst(".*:oidc-provider/", ""));
    for (IamCondition condition : statement.conditions()) {
      if (IamContext.isClaim(condition.key()) && context.find(condition.key()).isPresent()) {
        cells.merge(condition.claim(), condition.shown(), (one, other) -> one + ", " + other);
      }
    }
    return cells;
  }

  /// Returns the commands that install a corrected policy. Returns none if the corrected policy
  /// would still reject the token, or would not differ.
  private List<Fix> fixes(
      DecodedToken token, Optional<IamStatement> nearest, List<IamStatement> wide) {
    IamContext context = IamContext.of(token, sessionName);
    return new TrustPolicyFix(token, context, role)
        .of(policy, nearest, wide)
        .filter(fixed -> !fixed.equals(policy) && admits(fixed, context))
        .map(this::commands)
        .orElse(List.of());
  }

  private List<Fix> commands(JsonObject fixed) {
    String json = fixed.canonical();
    String name = role.replaceFirst(".*/", "");
    return List.of(
        new Fix(
            Fix.Tool.AWS_CLI,
            "aws iam update-assume-role-policy --role-name %s --policy-document %s"
                .formatted(CommandText.shellWord(name), CommandText.shell(json))),
        new Fix(
            Fix.Tool.TERRAFORM,
            "# In resource aws_iam_role %s:\nassume_role_policy = jsonencode(%s)"
                .formatted(name, CommandText.template(json))));
  }
}
