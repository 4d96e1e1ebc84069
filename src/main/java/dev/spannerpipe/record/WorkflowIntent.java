package dev.spannerpipe.record;

import java.time.Instant;
import java.util.Optional;

/// What a run is about to ask of Step Functions, on record before it asks.
///
/// Everything but the redrive is written once and never changes, so that another run can ask for
/// the very same.
///
/// @param deployment what all attempts of a deployment have in common in their names
/// @param attempt from 1; with the deployment it is the key
/// @param stateMachineArn with the version or alias that was wanted
/// @param input the exact text that is sent
/// @param runId the run that wrote it
/// @param redrive the redrive that was asked for last, if any
public record WorkflowIntent(
    String deployment,
    int attempt,
    String stateMachineArn,
    String input,
    String runId,
    Instant createdAt,
    Optional<Redrive> redrive) {
  /// A redrive that was asked for.
  ///
  /// @param clientToken the same each time it is asked for again
  /// @param countBefore how often the execution had been redriven before; it was done once the
  ///   count is higher
  public record Redrive(String clientToken, int countBefore) {}

  /// Returns the name that the execution of an attempt has.
  public static String name(String deployment, int attempt) {
    return deployment + "-a" + attempt;
  }

  /// Returns the execution's name.
  public String name() {
    return name(deployment, attempt);
  }

  /// Returns this intent with another redrive.
  public WorkflowIntent withRedrive(Redrive asked) {
    return new WorkflowIntent(
        deployment, attempt, stateMachineArn, input, runId, createdAt, Optional.of(asked));
  }
}
