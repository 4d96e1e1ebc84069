package dev.spannerpipe.doctor.finding;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonString;
import java.util.List;
import java.util.Optional;

/// Reads members of JSON objects from Google or AWS that may be a single value or a list.
public final class SingleOrList {
  private SingleOrList() {}

  /// Returns the values; an empty list if the member is absent.
  public static List<Json> values(Optional<Json> member) {
    return member
        .map(found -> found instanceof JsonArray array ? array.values() : List.of(found))
        .orElse(List.of());
  }

  /// Returns those values that are strings.
  public static List<String> texts(Optional<Json> member) {
    return values(member).stream()
        .filter(JsonString.class::isInstance)
        .map(text -> ((JsonString) text).value())
        .toList();
  }
}
