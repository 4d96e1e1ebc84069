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

/// JSON from outside, in which every number stays as it was written. It is read and passed on, but
/// never hashed.
public final class JsonDocument {
  private final JsonElement root;

  private JsonDocument(JsonElement root) {
    this.root = root;
  }

  /// Parses a JSON text, strictly by RFC 8259. Throws [JsonException] if it is not JSON.
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

  /// Parses like [#parse], but also throws [JsonException] if an object has a duplicate member,
  /// because it is not clear which value is meant.
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
            throw new JsonException("an object names a member twice");
          }
          refuseDuplicates(reader);
        }
        reader.endObject();
      }
      case BOOLEAN, NAME, NULL, NUMBER, STRING, END_ARRAY, END_DOCUMENT, END_OBJECT ->
          reader.skipValue();
    }
  }

  /// Returns whether it is an object.
  public boolean isObject() {
    return root.isJsonObject();
  }

  /// Returns the member, if it is an object with that member.
  public Optional<JsonDocument> member(String name) {
    return isObject()
        ? Optional.ofNullable(root.getAsJsonObject().get(name)).map(JsonDocument::new)
        : Optional.empty();
  }

  /// Returns the elements of an array. Returns none if it is not an array.
  public Iterable<JsonDocument> elements() {
    return root.isJsonArray()
        ? root.getAsJsonArray().asList().stream().map(JsonDocument::new).toList()
        : List.of();
  }

  /// Returns the names of an object's members, in their order.
  public Iterable<String> names() {
    return isObject() ? root.getAsJsonObject().keySet() : Set.of();
  }

  /// Returns the string, if it is one.
  public Optional<String> string() {
    return root.isJsonPrimitive() && root.getAsJsonPrimitive().isString()
        ? Optional.of(root.getAsString())
        : Optional.empty();
  }

  /// Returns the number, if it is a whole one.
  public Optional<Long> whole() {
    try {
      return root.isJsonPrimitive() && root.getAsJsonPrimitive().isNumber()
          ? Optional.of(root.getAsBigDecimal().longValueExact())
          : Optional.empty();
    } catch (ArithmeticException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Returns a copy of the object with one more member at its end, or with that member replaced.
  public JsonDocument with(String name, Json value) {
    JsonObject copy = root.getAsJsonObject().deepCopy();
    copy.add(name, JsonParser.parseString(value.canonical()));
    return new JsonDocument(copy);
  }

  /// Returns a copy of the object without that member.
  public JsonDocument without(String name) {
    JsonObject copy = root.getAsJsonObject().deepCopy();
    copy.remove(name);
    return new JsonDocument(copy);
  }

  /// Returns whether both have the same content, regardless of white space and the order of
  /// members.
  public boolean same(JsonDocument other) {
    return root.equals(other.root);
  }

  /// Returns the text without white space, its members in their order.
  public String text() {
    return root.toString();
  }
}
