package dev.spannerpipe.record;

import java.time.Instant;
import java.util.Optional;

/// A request that a run is about to send to Step Functions. It is stored before it is sent.
///
/// All values except the redrive are written once and never change, so that a later run can send
/// the identical request. The table's key consists of `deployment` and `attempt`.
///
/// @param deployment the first part of the execution name, which is the same for all attempts to
///   run the workflow for one deployment (of a repository, pipeline, environment and database)
/// @param attempt the number of the attempt, from 1
/// @param stateMachineArn the ARN of the state machine, including its version or alias
/// @param input the input of the execution, exactly as it is sent
/// @param runId the run that stored the request
/// @param redrive the last redrive that was requested, if any; a redrive runs the unfinished states
///   of a failed execution again
public record WorkflowIntent(
    String deployment,
    int attempt,
    String stateMachineArn,
    String input,
    String runId,
    Instant createdAt,
    Optional<Redrive> redrive) {
  /// A redrive that was requested.
  ///
  /// @param clientToken identifies the request; a retry sends the same token
  /// @param countBefore the execution's redrive count before the request; a higher count shows that
  ///   the redrive was done
  public record Redrive(String clientToken, int countBefore) {}

  /// Returns the execution name of an attempt.
  public static String name(String deployment, int attempt) {
    return deployment + "-a" + attempt;
  }

  /// Returns the name of the execution.
  public String name() {
    return name(deployment, attempt);
  }

  /// Returns this intent with the given redrive.
  public WorkflowIntent withRedrive(Redrive asked) {
    return new WorkflowIntent(
        deployment, attempt, stateMachineArn, input, runId, createdAt, Optional.of(asked));
  }
}
