package dev.spannerpipe.simulation;

/// What happens to a database beside its runs.
enum Mishap {
  /// So much time passed that the service may have forgotten its operations.
  AGED("aged"),
  /// A backup from the middle of a run took its place.
  RESTORED("restored"),
  /// Somebody dropped book-keeping tables.
  LOST_TABLES("lost tables");

  private final String text;

  Mishap(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
