package dev.spannerpipe.report;

import dev.spannerpipe.record.AccessEvent;
import dev.spannerpipe.record.AccessEvent.PolicyDecided;
import dev.spannerpipe.record.AccessEvent.PolicyRead;
import dev.spannerpipe.record.ChangeSetEvent;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetRecorded;
import dev.spannerpipe.record.ChangeSetEvent.ChangeSetSkipped;
import dev.spannerpipe.record.ChangeSetEvent.PreconditionChecked;
import dev.spannerpipe.record.ExecutionEvent;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStopped;
import dev.spannerpipe.record.LeaseEvent;
import dev.spannerpipe.record.LeaseEvent.LeaseReturned;
import dev.spannerpipe.record.LeaseEvent.LeaseTaken;
import dev.spannerpipe.record.LifecycleEvent;
import dev.spannerpipe.record.LifecycleEvent.Connected;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.LifecycleEvent.Warning;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RecoveryEvent;
import dev.spannerpipe.record.RunEvent;
import dev.spannerpipe.record.SchemaOperationEvent;
import dev.spannerpipe.record.SchemaOperationEvent.BatchRefused;
import dev.spannerpipe.record.SchemaOperationEvent.BatchUnclear;
import dev.spannerpipe.record.StateEvent;
import dev.spannerpipe.record.StateEvent.StateAttemptFailed;
import dev.spannerpipe.text.SafeText;
import org.jspecify.annotations.Nullable;

/// The severity of an event, and a sentence without a full stop that describes the event. People
/// search logs for these sentences, so they should not change.
///
/// @param severity the severity of the event
/// @param message the sentence, on one line
record EventText(Severity severity, String message) {
  /// Severities, with the names of Cloud Logging.
  enum Severity {
    /// Details that matter only for debugging.
    DEBUG,
    /// Information about the progress of the run.
    INFO,
    /// A problem that does not end the run.
    WARNING,
    /// A failure that ends the run, or a part of it.
    ERROR
  }

  /// Returns the severity and the sentence of an event.
  static EventText of(RunEvent event, Outcome outcome) {
    return new EventText(severity(event, outcome), SafeText.line(sentence(event)).strip());
  }

  private static Severity severity(RunEvent event, Outcome outcome) {
    return switch (event) {
      case BatchRefused _, BatchUnclear _ -> Severity.WARNING;
      case RunEvent _ when outcome == Outcome.FAILED -> Severity.ERROR;
      case PreconditionChecked checked -> checked.halts() ? Severity.ERROR : Severity.WARNING;
      case PolicyRead read when Boolean.TRUE.equals(read.advice()) -> Severity.WARNING;
      case PolicyDecided decided when decided.isOnlyWatched() -> Severity.WARNING;
      case LeaseReturned _, Connected _ -> Severity.DEBUG;
      case LeaseTaken taken when taken.takenFrom() == null -> Severity.DEBUG;
      // The last line reports that there is nothing to do.
      case Planned planned when planned.pending() == 0 -> Severity.DEBUG;
      // The plan has listed them already.
      case ChangeSetRecorded recorded when recorded.how() != null -> Severity.DEBUG;
      case Warning _, ChangeSetSkipped _, StateAttemptFailed _, ExecutionStopped _ ->
          Severity.WARNING;
      case LifecycleEvent _,
          AccessEvent _,
          LeaseEvent _,
          RecoveryEvent _,
          SchemaOperationEvent _,
          ChangeSetEvent _,
          ExecutionEvent _,
          StateEvent _ ->
          Severity.INFO;
    };
  }

  private static String sentence(RunEvent event) {
    return switch (event) {
      case LifecycleEvent lifecycle -> RunText.of(lifecycle);
      case AccessEvent access -> RunText.of(access);
      case LeaseEvent lease -> RunText.of(lease);
      case RecoveryEvent recovery -> RunText.of(recovery);
      case SchemaOperationEvent operation -> ChangeText.of(operation);
      case ChangeSetEvent changeSet -> ChangeText.of(changeSet);
      case ExecutionEvent execution -> WorkflowText.of(execution);
      case StateEvent state -> WorkflowText.of(state);
    };
  }

  /// Returns the same severity with another message.
  EventText with(String otherMessage) {
    return new EventText(severity, otherMessage);
  }

  /// Returns the prefix and the value; an empty string if the value is null or empty.
  static String clause(String before, @Nullable Object value) {
    return value == null || value.equals("") ? "" : before + value;
  }
}
