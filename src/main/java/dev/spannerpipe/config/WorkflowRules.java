package dev.spannerpipe.config;

import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks whether the workflow variables fit together. Only commands that start the workflow need
/// this check.
final class WorkflowRules {
  private static final List<Variable<?>> DETAILS =
      List.of(
          Variables.WORKFLOW_INPUT,
          Variables.WORKFLOW_KEY,
          Variables.WORKFLOW_TIMEOUT,
          Variables.WORKFLOW_ON_TIMEOUT,
          Variables.WORKFLOW_ON_FAILURE);

  private final ParsedValues values;
  private final List<Problem> problems = new ArrayList<>();

  private WorkflowRules(ParsedValues values) {
    this.values = values;
  }

  static List<Problem> check(ParsedValues values) {
    WorkflowRules rules = new WorkflowRules(values);
    Optional<Command> command = values.find(Variables.COMMAND).filter(Command::startsWorkflow);
    if (values.isUncertain(Variables.STATE_MACHINE_ARN)) {
      return rules.problems;
    }
    if (command.isPresent() && values.isMissing(Variables.STATE_MACHINE_ARN)) {
      rules.checkNone(command.get());
    } else if (command.isPresent()) {
      rules.checkRole();
      rules.checkToken();
      rules.checkRegion();
    }
    return rules.problems;
  }

  /// Reports that no state machine is given although the command is `workflow` or a workflow
  /// variable is given. A user who sets such a variable expects a workflow to start.
  private void checkNone(Command command) {
    if (command == Command.WORKFLOW) {
      problems.add(
          Problem.of(
              Variables.STATE_MACHINE_ARN.name(),
              "is not given",
              "Set it to the " + Variables.STATE_MACHINE_ARN.sentence()));
      return;
    }
    for (Variable<?> detail : DETAILS) {
      if (values.isUsed(detail) && values.problem(detail).isEmpty()) {
        problems.add(
            Problem.of(
                values.source(detail),
                "is given without " + Variables.STATE_MACHINE_ARN.name(),
                "Set STATE_MACHINE_ARN to the state machine to start, or remove this variable"));
      }
    }
  }

  private void checkRole() {
    if (values.isMissing(Variables.AWS_OIDC_ROLE_ARN)) {
      problems.add(
          ofStateMachine(
              "is given without "
                  + Variables.AWS_OIDC_ROLE_ARN.name()
                  + ", so the run has no credentials for AWS",
              "Set AWS_OIDC_ROLE_ARN to the role that trusts this workspace"));
    }
  }

  private void checkToken() {
    boolean attached =
        GoogleSource.of(values)
            .filter(source -> source instanceof GoogleSettings.Attached)
            .isPresent();
    if (values.isMissing(Variables.OIDC_TOKEN) && !attached) {
      problems.add(
          ofStateMachine(
              "is given, but there is no OIDC token to assume the role with",
              CredentialRules.TO_GET_A_TOKEN));
    }
  }

  private void checkRegion() {
    Optional<String> wanted = values.find(Variables.AWS_DEFAULT_REGION);
    Optional<String> actual =
        values.find(Variables.STATE_MACHINE_ARN).map(WorkflowSettings::region);
    if (wanted.isPresent() && actual.isPresent() && !wanted.equals(actual)) {
      problems.add(
          ofStateMachine(
              "is in region %s, but %s is %s"
                  .formatted(
                      actual.get(), values.source(Variables.AWS_DEFAULT_REGION), wanted.get()),
              "Set AWS_DEFAULT_REGION to the state machine's region, or remove it"));
    }
  }

  private Problem ofStateMachine(String what, String action) {
    return Problem.of(values.source(Variables.STATE_MACHINE_ARN), what, action);
  }
}
