package dev.spannerpipe.report.review;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;

/// One of the values that Bitbucket shows beside a Code Insights report.
///
/// @param value a number or a string, as the type requires
public record DataField(String title, Type type, Json value) {
  /// How Bitbucket shows the value.
  public enum Type {
    NUMBER,
    TEXT
  }

  static DataField number(String title, long value) {
    return new DataField(title, Type.NUMBER, new JsonNumber(value));
  }

  static DataField text(String title, String value) {
    return new DataField(title, Type.TEXT, new JsonString(value));
  }

  JsonObject json() {
    return Json.object().with("title", title).with("type", type.name()).with("value", value);
  }
}
