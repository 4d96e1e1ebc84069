package dev.spannerpipe.config;

import java.util.List;

/// A value as it was given.
///
/// @param source the name of the variable or option that has the value
/// @param items the value; more than one item only for a list
record RawValue(String source, List<String> items) {
  RawValue {
    items = List.copyOf(items);
  }

  /// Returns the whole value as one text, for messages.
  String text() {
    return String.join(",", items);
  }
}
