package dev.spannerpipe.record;

/// How a step of a run ended.
public enum Outcome {
  /// As intended.
  SUCCEEDED("succeeded"),
  /// Not as intended.
  FAILED("failed"),
  /// It is still running.
  GOING_ON("goingOn"),
  /// It was skipped.
  SKIPPED("skipped");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /// Returns the word as the record has it.
  public String text() {
    return text;
  }
}
