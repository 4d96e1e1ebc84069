package dev.spannerpipe.record;

import org.jspecify.annotations.Nullable;

/// Events about the recovery of an earlier run that did not finish.
public sealed interface RecoveryEvent extends RunEvent {
  /// The outcome of a request of an earlier run, which was unknown, is now known. The earlier run
  /// had stored an intent: a row that announces a request before the request is sent.
  ///
  /// @param operationId the id of the announced request
  /// @param runId the run that stored the intent
  /// @param result the outcome of the request, as text for people
  record IntentSettled(String operationId, String runId, String result) implements RecoveryEvent {}

  /// A person's decision about an open intent, given with the command `resolve`, was recorded.
  ///
  /// @param as `applied`, `applied:N` or `not-applied`
  /// @param changeSet the change set that the unfinished run left half finished, if there is one
  record IntentResolved(String intent, String as, @Nullable String changeSet)
      implements RecoveryEvent {}
}
