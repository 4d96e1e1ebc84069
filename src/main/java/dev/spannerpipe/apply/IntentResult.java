package dev.spannerpipe.apply;

/// How an intent ended.
///
/// @param text for people
/// @param manual whether a person decided it; a person may know what the service has forgotten
record IntentResult(String text, boolean manual) {
  static IntentResult of(String text) {
    return new IntentResult(text, false);
  }

  static IntentResult manual(String text) {
    return new IntentResult(text, true);
  }

  /// Returns the text that is stored in the intent's row.
  String recorded() {
    return manual ? "by hand: " + text : text;
  }
}
