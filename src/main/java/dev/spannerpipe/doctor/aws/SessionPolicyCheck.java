package dev.spannerpipe.doctor.aws;

import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LinkReport;
import dev.spannerpipe.doctor.finding.SingleOrList;
import dev.spannerpipe.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks a session policy, which limits what an AWS session may do. The policy must let the
/// session start a state machine and follow its executions. No statement may allow actions on all
/// resources (`*`).
///
/// @param policy the inline policy of the session
/// @param stateMachine the ARN of the state machine, without a version or an alias
public record SessionPolicyCheck(JsonObject policy, String stateMachine) {
  private static final int LONGEST = 2048;
  private static final Set<String> MEMBERS = Set.of("Sid", "Effect", "Action", "Resource");

  public LinkReport examine() {
    List<Finding> findings = new ArrayList<>();
    int length = policy.canonical().length();
    if (length > LONGEST) {
      findings.add(
          finding(
              Severity.BROKEN,
              "it has %d characters, but at most %d are allowed".formatted(length, LONGEST)));
    }
    String execution = stateMachine.replace(":stateMachine:", ":execution:") + ":bb-x";
    need(findings, "states:StartExecution", stateMachine);
    need(findings, "states:DescribeExecution", execution);
    need(findings, "states:GetExecutionHistory", execution);
    for (IamStatement statement : IamStatement.all(policy)) {
      statement
          .notUnderstood(MEMBERS)
          .ifPresent(text -> findings.add(finding(Severity.UNKNOWN, text)));
      if (statement.allows() && resources(statement).contains("*")) {
        findings.add(
            finding(Severity.DANGEROUS, "a statement allows its actions on all resources"));
      }
    }
    return new LinkReport(Link.AWS_SESSION, Map.of(), findings, List.of());
  }

  private static Finding finding(Severity severity, String text) {
    return new Finding(severity, Link.AWS_SESSION, "", text);
  }

  private void need(List<Finding> findings, String action, String resource) {
    if (!allows(action, resource)) {
      findings.add(
          finding(Severity.BROKEN, "it does not allow %s on %s".formatted(action, resource)));
    }
  }

  private boolean allows(String action, String resource) {
    List<IamStatement> about =
        IamStatement.all(policy).stream()
            .filter(
                statement ->
                    statement.isAbout(action) && Glob.anyMatches(resources(statement), resource))
            .toList();
    return !about.isEmpty() && about.stream().allMatch(IamStatement::allows);
  }

  private static List<String> resources(IamStatement statement) {
    return SingleOrList.texts(statement.json().find("Resource"));
  }
}
