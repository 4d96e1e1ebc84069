package dev.spannerpipe.record;

import org.jspecify.annotations.Nullable;

/// What became of what an earlier run left unfinished.
public sealed interface RecoveryEvent extends RunEvent {
  /// What an earlier run left open was recovered.
  record IntentSettled(String operationId, String runId, String result) implements RecoveryEvent {}

  /// A manual decision was recorded.
  ///
  /// @param as `applied`, `applied:N` or `not-applied`
  /// @param changeSet of a half-finished change set
  record IntentResolved(String intent, String as, @Nullable String changeSet)
      implements RecoveryEvent {}
}
