package dev.spannerpipe.record;

import org.jspecify.annotations.Nullable;

/// Events about the recovery of an earlier run that did not finish.
public sealed interface RecoveryEvent extends RunEvent {
  /// An open intent of an earlier run was recovered.
  record IntentSettled(String operationId, String runId, String result) implements RecoveryEvent {}

  /// A manual decision was recorded.
  ///
  /// @param as `applied`, `applied:N` or `not-applied`
  /// @param changeSet the half-finished change set, if there is one
  record IntentResolved(String intent, String as, @Nullable String changeSet)
      implements RecoveryEvent {}
}
