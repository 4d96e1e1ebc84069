package dev.spannerpipe.config;

import java.util.List;

/// A value as it was given, before it is parsed.
///
/// @param source the name of the variable or option that has the value
/// @param items the parts of the value; several only for a list or an expression
record RawValue(String source, List<String> items) {
  RawValue {
    items = List.copyOf(items);
  }

  /// Returns the whole value as one text, with commas between the items.
  String text() {
    return String.join(",", items);
  }
}
