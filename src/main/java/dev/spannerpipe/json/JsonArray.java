package dev.spannerpipe.json;

import java.util.List;

/// A JSON array.
public record JsonArray(List<Json> values) implements Json {
  public JsonArray {
    values = List.copyOf(values);
  }
}
