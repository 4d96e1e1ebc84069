package dev.spannerpipe.config;

import java.util.List;

/// A value as it was given.
///
/// @param source the name by which it was given: a variable's, or an option's
/// @param items the value; more than one only where a list was given
record RawValue(String source, List<String> items) {
  RawValue {
    items = List.copyOf(items);
  }

  /// Returns the whole value as one text, for messages.
  String text() {
    return String.join(",", items);
  }
}
