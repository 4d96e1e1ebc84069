package dev.spannerpipe.workflow.history;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An execution as the service describes it. Fields may be missing right after a start.
///
/// @param input absent if the service does not return it
/// @param redriveStatus `REDRIVABLE`, `NOT_REDRIVABLE` or `REDRIVABLE_BY_MAP_RUN`
/// @param redriveReason why it cannot be redriven
/// @param versionArn the version that actually ran
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

  /// Returns why it cannot be redriven, in the service's words.
  public String whyNotRedrivable() {
    return Optional.ofNullable(redriveReason)
        .or(() -> Optional.ofNullable(redriveStatus))
        .orElse("the service does not say why");
  }

  /// Returns the version that ran, and its alias if there is one.
  public Optional<String> ran() {
    if (aliasArn != null && versionArn != null) {
      return Optional.of(versionArn + " by the alias " + aliasArn);
    }
    return Optional.ofNullable(versionArn);
  }
}
