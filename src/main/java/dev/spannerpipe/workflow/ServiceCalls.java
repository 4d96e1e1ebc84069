package dev.spannerpipe.workflow;

import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.failure.WorkflowFailure;
import dev.spannerpipe.retry.RetryPolicy;
import dev.spannerpipe.workflow.history.StepFunctions;
import dev.spannerpipe.workflow.history.StepFunctionsException;
import java.util.function.Supplier;

/// Makes calls to Step Functions, retries a call whose failure may be temporary, and turns a
/// [StepFunctionsException] into a failure with a message for the user.
final class ServiceCalls {
  private final StepFunctions service;

  ServiceCalls(StepFunctions service) {
    this.service = service;
  }

  /// Makes the call, with retries. Throws the last [StepFunctionsException].
  <T> T call(Supplier<T> call) {
    return service.retry().call(RetryPolicy.CALLS, ServiceCalls::again, call);
  }

  /// Makes the call, with retries. Throws the last [StepFunctionsException].
  void run(Runnable call) {
    call(
        () -> {
          call.run();
          return true;
        });
  }

  private static boolean again(RuntimeException failure) {
    return failure instanceof StepFunctionsException known && known.isWorthAnotherTry();
  }

  /// Returns the failure to report if a call failed before an execution was known to be started.
  ///
  /// @param tried what the call was meant to do, in words that can follow "Could not"
  /// @param permission the permission that the call needs, such as `states:StartExecution on …`
  static Failure beforeStart(String tried, String permission, StepFunctionsException failure) {
    String description = "Could not %s: %s".formatted(tried, failure.reason());
    Failure result =
        switch (failure.kind()) {
          case DENIED ->
              new AccessFailure(
                  description, "Allow %s to the role of AWS_OIDC_ROLE_ARN".formatted(permission));
          case MISSING ->
              new ConfigurationFailure(
                  description, "Check STATE_MACHINE_ARN: name, account, region, version or alias");
          case EXPIRED ->
              new UnfinishedFailure(
                  description + "; the AWS credentials have expired",
                  "Run this step again to continue");
          case THROTTLED, TRANSIENT ->
              new UnfinishedFailure(
                  description + "; it is not known whether the request was accepted",
                  "Run this step again: it requests the same execution, which starts only once");
          case REFUSED ->
              new ConfigurationFailure(
                  description,
                  "Fix the problem reported by Step Functions and run this step again");
        };
    return result.causedBy(failure);
  }

  /// Returns the failure to report if a call about a started execution failed. The parameters are
  /// those of [#beforeStart].
  static Failure afterStart(String tried, String permission, StepFunctionsException failure) {
    String description =
        "Could not %s, which was started before: %s".formatted(tried, failure.reason());
    Failure result =
        switch (failure.kind()) {
          case DENIED ->
              new WorkflowFailure(
                  description,
                  "Allow %s to the role of AWS_OIDC_ROLE_ARN and run this step again, which follows the same execution"
                      .formatted(permission));
          case EXPIRED, THROTTLED, TRANSIENT ->
              new UnfinishedFailure(
                  description, "Run this step again to follow the same execution");
          case MISSING, REFUSED ->
              new WorkflowFailure(
                  description, "Look for the execution in the Step Functions console");
        };
    return result.causedBy(failure);
  }
}
