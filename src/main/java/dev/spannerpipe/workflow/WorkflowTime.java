package dev.spannerpipe.workflow;

import java.time.Duration;

/// Formats durations for messages.
final class WorkflowTime {
  private WorkflowTime() {}

  /// Returns `90 s`, `60 min` or `2 h`: the largest unit that needs no fraction.
  static String words(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds > 0 && seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }
}
