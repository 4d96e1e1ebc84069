package dev.spannerpipe.workflow.history;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An execution as Step Functions describes it. Values may be missing right after a start.
///
/// @param input the input of the execution; null if the service does not return the input
/// @param redriveStatus `REDRIVABLE`, `NOT_REDRIVABLE` or `REDRIVABLE_BY_MAP_RUN`
/// @param redriveReason why the execution cannot be redriven
/// @param versionArn the version of the state machine that was executed
public record Execution(
    String arn,
    ExecutionStatus status,
    @Nullable String input,
    @Nullable String output,
    @Nullable String error,
    @Nullable String cause,
    @Nullable String versionArn,
    @Nullable String aliasArn,
    int redriveCount,
    @Nullable String redriveStatus,
    @Nullable String redriveReason,
    @Nullable Instant startedAt,
    @Nullable Instant stoppedAt) {

  public boolean isRedrivable() {
    return "REDRIVABLE".equals(redriveStatus);
  }

  /// Returns why the execution cannot be redriven, in the service's words.
  public String whyNotRedrivable() {
    return Optional.ofNullable(redriveReason)
        .or(() -> Optional.ofNullable(redriveStatus))
        .orElse("the service gives no reason");
  }

  /// Returns the version of the state machine that was executed, and its alias if there is one.
  public Optional<String> executedVersion() {
    if (aliasArn != null && versionArn != null) {
      return Optional.of(versionArn + " by the alias " + aliasArn);
    }
    return Optional.ofNullable(versionArn);
  }
}
