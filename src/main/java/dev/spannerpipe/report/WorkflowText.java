package dev.spannerpipe.report;

import dev.spannerpipe.record.EventName;
import dev.spannerpipe.text.English;
import java.util.Locale;

/// What an event of the workflow means, in a sentence without its full stop. What belongs to a
/// nested execution is indented by bars.
final class WorkflowText {
  private WorkflowText() {}

  /// Returns the sentence for an event of the workflow; the name itself for any other.
  static String of(EventName name, Detail detail) {
    String state = "| ".repeat(Math.clamp(detail.number("depth"), 0, 8)) + detail.text("path");
    if (name == EventName.CHILD_STARTED) {
      return state
          + " runs "
          + detail.text("executionArn")
          + detail.text("reason", ", which is not followed: ");
    }
    if (name == EventName.STATE_ENTERED) {
      return state + " entered";
    }
    if (name == EventName.STATE_EXITED) {
      return state + exited(detail);
    }
    if (name == EventName.STATE_ATTEMPT_FAILED) {
      return state + attemptFailed(detail);
    }
    if (name == EventName.STATE_FAILED) {
      return state
          + (detail.flag("guess") ? " is likely where it failed" : " failed")
          + reason(detail)
          + after(detail);
    }
    return name == EventName.MAP_RUN_PROGRESS ? state + counts(detail) : execution(name, detail);
  }

  private static String exited(Detail detail) {
    return detail.members().find("caught").isPresent()
        ? " left by a catch" + detail.text("error", " of ") + after(detail)
        : " done" + after(detail);
  }

  private static String attemptFailed(Detail detail) {
    long failures = detail.number("failures");
    String text = " failed" + reason(detail);
    if (detail.members().find("retries").isEmpty()) {
      return " failed" + (failures > 1 ? " (attempt " + failures + ")" : "") + reason(detail);
    }
    long retries = detail.number("retries");
    return failures > retries
        ? text + (retries == 0 ? "" : ", after " + English.count(retries, "retry"))
        : text + ", retry " + failures + " of " + retries + " follows";
  }

  private static String reason(Detail detail) {
    return detail.text("error", ": ")
        + detail.text("cause", detail.text("error").isEmpty() ? ": " : ", ");
  }

  private static String after(Detail detail) {
    return detail.members().find("elapsedMillis").isEmpty()
        ? ""
        : " after " + time(detail.number("elapsedMillis"));
  }

  private static String counts(Detail detail) {
    return ": "
        + detail.number("succeeded")
        + " of "
        + English.count(detail.number("total"), "item")
        + " done"
        + count(detail, "running", " running")
        + count(detail, "pending", " pending")
        + count(detail, "failed", " failed")
        + count(detail, "timedOut", " timed out")
        + count(detail, "aborted", " aborted");
  }

  private static String count(Detail detail, String name, String words) {
    return detail.number(name) == 0 ? "" : ", " + detail.number(name) + words;
  }

  private static String execution(EventName name, Detail detail) {
    String execution = "Execution " + detail.text("execution");
    if (name == EventName.EXECUTION_INTENDED) {
      return execution + " of " + detail.text("stateMachine") + " requested";
    }
    if (name == EventName.EXECUTION_STARTED) {
      return execution
          + started(detail.text("how"))
          + detail.text("executionArn", ": ")
          + detail.text("ran", ", runs ")
          + detail.text("console", ", see ");
    }
    if (name == EventName.EXECUTION_REDRIVEN) {
      return execution + " redriven" + detail.text("states", ": it runs ") + " again";
    }
    if (name == EventName.EXECUTION_PROGRESS) {
      return execution
          + " has been running for "
          + time(detail.number("elapsedMillis"))
          + detail.text("states", ", in ");
    }
    if (name == EventName.EXECUTION_STOPPED) {
      return execution
          + " stopped"
          + detail.text("reason", ": ")
          + detail.text("states", "; what was begun in these states may still be working: ");
    }
    return name == EventName.EXECUTION_ENDED
        ? execution + " is " + detail.text("status") + after(detail) + reason(detail)
        : name.text();
  }

  private static String started(String how) {
    return switch (how) {
      case "attached" -> " is already running";
      case "adopted" -> " had succeeded before, and is not repeated";
      default -> " started";
    };
  }

  /// Returns a duration as people write it: `0.4 s`, `12.0 s`, `3 min 5 s`, `2 h 1 min`.
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
