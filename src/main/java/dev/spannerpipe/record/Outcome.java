package dev.spannerpipe.record;

/// The outcome of the work that an event reports.
public enum Outcome {
  /// The work succeeded.
  SUCCEEDED("succeeded"),
  /// The work failed.
  FAILED("failed"),
  /// The work is still in progress.
  GOING_ON("goingOn"),
  /// The work was skipped.
  SKIPPED("skipped");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /// Returns the outcome as the record stores it.
  public String text() {
    return text;
  }
}
