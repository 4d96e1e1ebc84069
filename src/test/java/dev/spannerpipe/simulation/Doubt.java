package dev.spannerpipe.simulation;

/// How the server contradicts itself about an operation that is done.
///
/// @param reports how often it does, before it tells the truth
record Doubt(Kind kind, int reports) {
  static final Doubt NONE = new Doubt(Kind.NONE, 0);

  /// What is wrong with its reports.
  enum Kind {
    /// Nothing.
    NONE,
    /// An operation that went well lacks commit timestamps.
    TIMESTAMPS,
    /// An operation that failed is reported as done without an error.
    ERROR,
    /// As before, and then with the statements of another one.
    STATEMENTS
  }
}
