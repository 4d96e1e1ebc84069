package dev.spannerpipe.record;

import java.time.Instant;
import java.util.Optional;

/// A request that a run is about to send to Step Functions. It is stored before it is sent.
///
/// All values except the redrive are written once and never change, so that another run can send
/// the identical request.
///
/// @param deployment the common part of the names of all attempts of a deployment
/// @param attempt the number of the attempt, from 1; the key is the deployment and this number
/// @param stateMachineArn the requested state machine, including its version or alias
/// @param input the exact text that is sent
/// @param runId the run that wrote the intent
/// @param redrive the last redrive that was requested, if any
public record WorkflowIntent(
    String deployment,
    int attempt,
    String stateMachineArn,
    String input,
    String runId,
    Instant createdAt,
    Optional<Redrive> redrive) {
  /// A requested redrive.
  ///
  /// @param clientToken the same token each time the redrive is requested again
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

  /// Returns this intent with another redrive.
  public WorkflowIntent withRedrive(Redrive asked) {
    return new WorkflowIntent(
        deployment, attempt, stateMachineArn, input, runId, createdAt, Optional.of(asked));
  }
}
