package dev.spannerpipe.record;

import org.jspecify.annotations.Nullable;

/// Events about the recovery of an earlier run that did not finish.
public sealed interface RecoveryEvent extends RunEvent {
  /// An open intent of an earlier run was recovered: the outcome of its request is now known. An
  /// intent is a row that announces a request before the run sends it.
  ///
  /// @param operationId the id of the intent's request
  /// @param runId the run that stored the intent
  /// @param result the outcome, as text for people
  record IntentSettled(String operationId, String runId, String result) implements RecoveryEvent {}

  /// A person's decision about an open intent, given with the command `resolve`, was recorded.
  ///
  /// @param as `applied`, `applied:N` or `not-applied`
  /// @param changeSet the half-finished change set, if there is one
  record IntentResolved(String intent, String as, @Nullable String changeSet)
      implements RecoveryEvent {}
}
