package dev.spannerpipe.record;

/// The outcome of a step of a run.
public enum Outcome {
  /// The step succeeded.
  SUCCEEDED("succeeded"),
  /// The step failed.
  FAILED("failed"),
  /// The step is still running.
  GOING_ON("goingOn"),
  /// The step was skipped.
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
