package dev.spannerpipe.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A JSON value. All numbers are integers, because the values that the pipe hashes or compares
/// contain no fractions.
public sealed interface Json
    permits JsonArray, JsonBoolean, JsonNull, JsonNumber, JsonObject, JsonString {
  /// Returns an object without members.
  static JsonObject object() {
    return new JsonObject(new TreeMap<>());
  }

  /// Returns an object with these members, whose values are strings.
  static JsonObject object(Map<String, String> members) {
    TreeMap<String, Json> values = new TreeMap<>();
    members.forEach((name, value) -> values.put(name, new JsonString(value)));
    return new JsonObject(values);
  }

  /// Returns an array of strings.
  static JsonArray texts(Collection<String> values) {
    List<Json> items = new ArrayList<>(values.size());
    values.forEach(value -> items.add(new JsonString(value)));
    return new JsonArray(items);
  }

  /// Returns the canonical text: members sorted by UTF-16 code units, no white space, and only the
  /// escapes that [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785) allows.
  default String canonical() {
    StringBuilder text = new StringBuilder();
    CanonicalJson.write(this, text);
    return text.toString();
  }

  /// Returns the value for people: a string without quotes, the items of an array separated by
  /// commas, and anything else as canonical text.
  default String plain() {
    return switch (this) {
      case JsonString(String text) -> text;
      case JsonArray(List<Json> items) ->
          items.stream().map(Json::plain).collect(Collectors.joining(", "));
      case JsonNumber _, JsonBoolean _, JsonNull _, JsonObject _ -> canonical();
    };
  }

  /// Parses a JSON text. Also accepts deviations from RFC 8259 that Gson tolerates, such as
  /// comments. Throws [JsonException] if Gson cannot parse the text, or if it contains a fraction.
  static Json parse(String text) {
    return JsonReader.parse(text);
  }

  /// Parses a JSON text that must be an object. Throws [JsonException] otherwise.
  static JsonObject parseObject(String text) {
    if (parse(text) instanceof JsonObject members) {
      return members;
    }
    throw new JsonException("not a JSON object");
  }

  /// Parses a JSON object that every parser understands in the same way. Throws [JsonException] if
  /// the text is not a JSON object, or has a duplicate member, an unpaired surrogate, a number that
  /// is not an integer of at most 18 digits, more than 16 levels, or anything before or after the
  /// object. The exception's message does not quote the text, which may be secret.
  static JsonObject parseStrictObject(String text) {
    if (StrictJsonReader.parse(text) instanceof JsonObject members) {
      return members;
    }
    throw new JsonException("it is not a JSON object");
  }
}
