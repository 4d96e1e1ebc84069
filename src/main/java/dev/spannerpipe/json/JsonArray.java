package dev.spannerpipe.json;

import java.util.List;

/// An array.
public record JsonArray(List<Json> values) implements Json {
  /// Copies the list.
  public JsonArray {
    values = List.copyOf(values);
  }
}
