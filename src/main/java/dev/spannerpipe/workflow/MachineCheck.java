package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.workflow.history.StepFunctions.Definition;
import dev.spannerpipe.workflow.history.StepFunctionsException;
import dev.spannerpipe.workflow.history.StepFunctionsException.Kind;
import java.util.function.Consumer;
import java.util.function.Function;

/// Checks a state machine before an execution of it is started.
final class MachineCheck {
  private MachineCheck() {}

  /// Throws a [Failure] if the state machine does not exist or is an Express workflow. Returns how
  /// often its states are retried. If this run may not read the state machine, returns
  /// [RetryRules#UNKNOWN], and the type will become known only at the start.
  ///
  /// @param unanswered creates the failure to throw if the service does not respond; its argument
  ///   is a description of the failure
  /// @param warnings receives the warning that this run may not read the state machine
  static RetryRules refuseExpress(
      StateMachineClient target, Function<String, Failure> unanswered, Consumer<String> warnings) {
    StateMachineArn arn = target.stateMachine();
    // DescribeStateMachine accepts the ARN of a version, but not of an alias.
    String described = arn.isVersion() ? arn.text() : arn.unqualified();
    try {
      Definition definition = target.calls().call(() -> target.service().definition(described));
      if (definition.type().equals("EXPRESS")) {
        throw new ConfigurationFailure(
            "Could not start the workflow %s: it is an Express workflow, which has no history to follow and whose interrupted start cannot be detected"
                .formatted(arn.text()),
            "Use a state machine of the type STANDARD, which may run the Express one as a step");
      }
      return RetryRules.parse(definition.text());
    } catch (StepFunctionsException failure) {
      if (failure.isWorthAnotherTry()) {
        throw unanswered
            .apply("Could not read the state machine %s: %s".formatted(described, failure.reason()))
            .causedBy(failure);
      }
      if (failure.kind() != Kind.DENIED) {
        throw ServiceCalls.beforeStart(
            "read the state machine " + described,
            "states:DescribeStateMachine on " + described,
            failure);
      }
      warnings.accept(
          "The type and definition of the state machine cannot be read without states:DescribeStateMachine on %s; the start will show the type"
              .formatted(described));
      return RetryRules.UNKNOWN;
    }
  }
}
