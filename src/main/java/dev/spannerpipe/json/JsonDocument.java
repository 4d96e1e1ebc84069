package dev.spannerpipe.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A JSON value that the pipe receives. Its numbers are kept exactly as they were written. The pipe
/// reads the value and passes it on, but never computes a hash of it.
public final class JsonDocument {
  private final JsonElement root;

  private JsonDocument(JsonElement root) {
    this.root = root;
  }

  /// Parses a JSON text, strictly by RFC 8259. Throws [JsonException] if the text is not JSON.
  public static JsonDocument parse(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement root = JsonParser.parseReader(reader);
      if (text.isBlank() || reader.peek() != JsonToken.END_DOCUMENT) {
        throw new JsonException("not one JSON value");
      }
      return new JsonDocument(root);
    } catch (JsonParseException | NumberFormatException | IOException | StackOverflowError _) {
      // The library's message may quote the text, which may be a secret.
      throw new JsonException("not JSON");
    }
  }

  /// Parses like [#parse], but also throws [JsonException] if an object has a duplicate member. If
  /// a member occurs twice, it is not clear which value is meant.
  public static JsonDocument parseUnambiguous(String text) {
    JsonDocument document = parse(text);
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      refuseDuplicates(reader);
      return document;
    } catch (IOException _) {
      throw new JsonException("not JSON");
    }
  }

  private static void refuseDuplicates(JsonReader reader) throws IOException {
    switch (reader.peek()) {
      case BEGIN_ARRAY -> {
        reader.beginArray();
        while (reader.hasNext()) {
          refuseDuplicates(reader);
        }
        reader.endArray();
      }
      case BEGIN_OBJECT -> {
        Set<String> names = new HashSet<>();
        reader.beginObject();
        while (reader.hasNext()) {
          if (!names.add(reader.nextName())) {
            throw new JsonException("JSON in which an object has a member twice");
          }
          refuseDuplicates(reader);
        }
        reader.endObject();
      }
      case BOOLEAN, NAME, NULL, NUMBER, STRING, END_ARRAY, END_DOCUMENT, END_OBJECT ->
          reader.skipValue();
    }
  }

  /// Returns whether this value is an object.
  public boolean isObject() {
    return root.isJsonObject();
  }

  /// Returns whether this value is an array.
  public boolean isArray() {
    return root.isJsonArray();
  }

  /// Returns the value of a member; empty if this value is not an object with this member.
  public Optional<JsonDocument> member(String name) {
    return isObject()
        ? Optional.ofNullable(root.getAsJsonObject().get(name)).map(JsonDocument::new)
        : Optional.empty();
  }

  /// Returns the elements of this array, or no elements if this value is not an array.
  public Iterable<JsonDocument> elements() {
    return root.isJsonArray()
        ? root.getAsJsonArray().asList().stream().map(JsonDocument::new).toList()
        : List.of();
  }

  /// Returns the names of this object's members in the order of the text, or no names if this value
  /// is not an object.
  public Iterable<String> names() {
    return isObject() ? root.getAsJsonObject().keySet() : Set.of();
  }

  /// Returns the characters of this string; empty if this value is not a string.
  public Optional<String> string() {
    return root.isJsonPrimitive() && root.getAsJsonPrimitive().isString()
        ? Optional.of(root.getAsString())
        : Optional.empty();
  }

  /// Returns the value of this number; empty if this value is not an integer that fits into a long.
  public Optional<Long> whole() {
    try {
      return root.isJsonPrimitive() && root.getAsJsonPrimitive().isNumber()
          ? Optional.of(root.getAsBigDecimal().longValueExact())
          : Optional.empty();
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Returns the value of this boolean; empty if this value is not a boolean.
  public Optional<Boolean> flag() {
    return root.isJsonPrimitive() && root.getAsJsonPrimitive().isBoolean()
        ? Optional.of(root.getAsBoolean())
        : Optional.empty();
  }

  /// Returns whether this value is null.
  public boolean isNull() {
    return root.isJsonNull();
  }

  /// For messages: returns the type of this value with an article, such as `a number`; `null` for
  /// null.
  public String type() {
    if (isObject()) {
      return "an object";
    }
    if (isArray()) {
      return "an array";
    }
    if (isNull()) {
      return "null";
    }
    return string().isPresent() ? "a string" : flag().isPresent() ? "a boolean" : "a number";
  }

  /// Returns a copy of this object in which the member has the given value. A new member is added
  /// at the end.
  public JsonDocument with(String name, Json value) {
    JsonObject copy = root.getAsJsonObject().deepCopy();
    copy.add(name, JsonParser.parseString(value.canonical()));
    return new JsonDocument(copy);
  }

  /// Returns a copy of this object without the member.
  public JsonDocument without(String name) {
    JsonObject copy = root.getAsJsonObject().deepCopy();
    copy.remove(name);
    return new JsonDocument(copy);
  }

  /// Returns whether this value equals the other, regardless of white space and the order of
  /// members.
  public boolean same(JsonDocument other) {
    return root.equals(other.root);
  }

  /// Returns this value as JSON text without white space, with all members in their original order.
  public String text() {
    return root.toString();
  }
}
