package dev.spannerpipe.json;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A JSON object, with its members sorted by name.
public record JsonObject(SortedMap<String, Json> values) implements Json {
  public JsonObject {
    values = values instanceof OwnMap ? values : new OwnMap(values);
  }

  /// A copy of a map that was made for a JSON object. A constructor that receives such a copy need
  /// not copy it again.
  private static final class OwnMap extends TreeMap<String, Json> {
    private static final long serialVersionUID = 1L;

    OwnMap(SortedMap<String, Json> values) {
      super(values);
    }
  }

  /// Returns a copy in which the member has the given value.
  public JsonObject with(String name, Json value) {
    OwnMap copy = new OwnMap(values);
    copy.put(name, value);
    return new JsonObject(copy);
  }

  /// Returns a copy in which the member is the given string. Returns this object if the string is
  /// null.
  public JsonObject with(String name, @Nullable String value) {
    return value == null ? this : with(name, new JsonString(value));
  }

  /// Returns a copy in which the member is the given number.
  public JsonObject with(String name, long value) {
    return with(name, new JsonNumber(value));
  }

  /// Returns the value of a member; empty if the member is absent or null.
  public Optional<Json> find(String name) {
    Json value = values.get(name);
    return value == null || value instanceof JsonNull ? Optional.empty() : Optional.of(value);
  }

  /// Returns the value of a member that is a string; empty if the member is absent or null. Throws
  /// a `ClassCastException` for other values.
  public Optional<String> text(String name) {
    return find(name).map(value -> ((JsonString) value).value());
  }

  /// Returns the value of a member that is an integer. Throws [JsonException] if the member is
  /// absent or not an integer.
  public long whole(String name) {
    if (values.get(name) instanceof JsonNumber(long value)) {
      return value;
    }
    throw new JsonException("member " + name + " is not a whole number");
  }

  /// Returns the value of a member that is a boolean; false if the member is absent or not a
  /// boolean.
  public boolean flag(String name) {
    return values.get(name) instanceof JsonBoolean(boolean value) && value;
  }

  /// Returns the items of a member that is an array; no items if the member is absent or not an
  /// array.
  public List<Json> items(String name) {
    return values.get(name) instanceof JsonArray(List<Json> items) ? items : List.of();
  }

  /// Returns the items of a member that is an array of strings; no items if the member is absent or
  /// not an array.
  public List<String> texts(String name) {
    return items(name).stream().map(item -> ((JsonString) item).value()).toList();
  }
}
