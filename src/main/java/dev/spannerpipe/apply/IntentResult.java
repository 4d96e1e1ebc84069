package dev.spannerpipe.apply;

/// How an intent ended.
///
/// @param text for people
/// @param manual whether a person decided it, who may know what the service has forgotten
record IntentResult(String text, boolean manual) {
  static IntentResult of(String text) {
    return new IntentResult(text, false);
  }

  static IntentResult manual(String text) {
    return new IntentResult(text, true);
  }

  /// Returns what the row of the intent keeps.
  String recorded() {
    return manual ? "by hand: " + text : text;
  }
}
