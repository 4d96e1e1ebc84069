package dev.spannerpipe.report;

import static dev.spannerpipe.report.EventText.clause;

import dev.spannerpipe.record.ExecutionEvent;
import dev.spannerpipe.record.ExecutionEvent.ExecutionEnded;
import dev.spannerpipe.record.ExecutionEvent.ExecutionIntended;
import dev.spannerpipe.record.ExecutionEvent.ExecutionProgress;
import dev.spannerpipe.record.ExecutionEvent.ExecutionRedriven;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStarted;
import dev.spannerpipe.record.ExecutionEvent.ExecutionStopped;
import dev.spannerpipe.record.OpenStates;
import dev.spannerpipe.record.StateEvent;
import dev.spannerpipe.record.StateEvent.ChildStarted;
import dev.spannerpipe.record.StateEvent.ItemCounts;
import dev.spannerpipe.record.StateEvent.MapRunProgress;
import dev.spannerpipe.record.StateEvent.StateAttemptFailed;
import dev.spannerpipe.record.StateEvent.StateEntered;
import dev.spannerpipe.record.StateEvent.StateExited;
import dev.spannerpipe.record.StateEvent.StateFailed;
import dev.spannerpipe.text.English;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Describes an event of the workflow, in a sentence without a full stop. Vertical bars indent the
/// lines about nested executions.
final class WorkflowText {
  private WorkflowText() {}

  static String of(StateEvent event) {
    String state = "| ".repeat(Math.clamp(event.place().depth(), 0, 8)) + event.place().path();
    return state
        + switch (event) {
          case ChildStarted child ->
              " runs " + child.executionArn() + clause(", which is not followed: ", child.reason());
          case StateEntered _ -> " entered";
          case StateExited exited ->
              (exited.caught() == null
                      ? " done"
                      : " left through a Catch" + clause(" of ", exited.error()))
                  + after(exited.elapsedMillis());
          case StateAttemptFailed failed -> attemptFailed(failed);
          case StateFailed failed ->
              (failed.guess() ? " is probably where the execution failed" : " failed")
                  + reason(failed.error(), failed.cause());
          case MapRunProgress progress -> counts(progress.counts());
        };
  }

  private static String attemptFailed(StateAttemptFailed event) {
    long failures = event.failures();
    String reason = reason(event.error(), event.cause());
    if (event.retries() == null) {
      return " failed" + (failures > 1 ? " (attempt " + failures + ")" : "") + reason;
    }
    long retries = event.retries();
    return " failed"
        + reason
        + (failures <= retries
            ? ", retry " + failures + " of " + retries + " follows"
            : retries == 0 ? "" : ", after " + English.count(retries, "retry"));
  }

  private static String reason(@Nullable String error, @Nullable String cause) {
    return clause(": ", error) + clause(error == null ? ": " : ", ", cause);
  }

  private static String after(@Nullable Long millis) {
    return millis == null ? "" : " after " + time(millis);
  }

  private static String counts(ItemCounts counts) {
    return ": "
        + counts.succeeded()
        + " of "
        + English.count(counts.total(), "item")
        + " done"
        + count(counts.running(), " running")
        + count(counts.pending(), " pending")
        + count(counts.failed(), " failed")
        + count(counts.timedOut(), " timed out")
        + count(counts.aborted(), " aborted");
  }

  private static String count(long number, String words) {
    return number == 0 ? "" : ", " + number + words;
  }

  static String of(ExecutionEvent event) {
    return "Execution "
        + event.execution()
        + switch (event) {
          case ExecutionIntended intended -> " of " + intended.stateMachine() + " requested";
          case ExecutionStarted started ->
              started(started.how())
                  + clause(": ", started.executionArn())
                  + clause(", runs ", started.ran())
                  + clause(", see ", started.console());
          case ExecutionRedriven redriven ->
              " redriven" + clause(": it runs ", words(redriven.states())) + " again";
          case ExecutionProgress progress ->
              " has been running for "
                  + time(progress.elapsedMillis())
                  + clause(", in ", words(progress.states()));
          case ExecutionStopped stopped ->
              " stopped"
                  + clause(": ", stopped.reason())
                  + clause(
                      "; work that was started in these states may still be running: ",
                      words(stopped.states()));
          case ExecutionEnded ended ->
              " is "
                  + ended.status()
                  + after(ended.elapsedMillis())
                  + reason(ended.error(), ended.cause());
        };
  }

  private static String words(OpenStates states) {
    return String.join(", ", states.shown());
  }

  private static String started(String how) {
    return switch (how) {
      case ExecutionStarted.ATTACHED -> " is already running";
      case ExecutionStarted.ADOPTED -> " had succeeded before, and is not repeated";
      default -> " started";
    };
  }

  /// Returns a duration in the form `0.4 s`, `12.0 s`, `3 min 5 s`, `2 h 1 min`.
  static String time(long millis) {
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = millis / 1000;
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
