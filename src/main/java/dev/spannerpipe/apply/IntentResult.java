package dev.spannerpipe.apply;

/// The outcome of an intent. An intent is the row that announces an effect before the run requests
/// it.
///
/// @param text the outcome in words, for people
/// @param manual whether a person decided the outcome; a person may know the outcome even if
///   Spanner has forgotten the operation
record IntentResult(String text, boolean manual) {
  static IntentResult of(String text) {
    return new IntentResult(text, false);
  }

  static IntentResult manual(String text) {
    return new IntentResult(text, true);
  }

  /// Returns the text that is stored in the intent's row.
  String recordText() {
    return manual ? "by hand: " + text : text;
  }
}
