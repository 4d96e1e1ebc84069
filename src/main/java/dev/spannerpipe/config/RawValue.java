package dev.spannerpipe.config;

import java.util.List;

/// A value as the user wrote it, before it is parsed.
///
/// @param source the name of the variable or option that supplied the value
/// @param items the items of the value; always one item unless the variable contains a list or an
///   expression
record RawValue(String source, List<String> items) {
  RawValue {
    items = List.copyOf(items);
  }

  /// Returns the whole value as one text, with commas between the items.
  String text() {
    return String.join(",", items);
  }
}
