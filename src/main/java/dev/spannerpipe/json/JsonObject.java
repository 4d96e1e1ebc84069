package dev.spannerpipe.json;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A JSON object, with its members sorted by name.
public record JsonObject(SortedMap<String, Json> values) implements Json {
  /// Copies the map of members.
  public JsonObject {
    values = values instanceof OwnMap ? values : new OwnMap(values);
  }

  /// A private copy of a map, which need not be copied again.
  private static final class OwnMap extends TreeMap<String, Json> {
    private static final long serialVersionUID = 1L;

    OwnMap(SortedMap<String, Json> values) {
      super(values);
    }
  }

  /// Returns a copy with one more member, or with that member replaced.
  public JsonObject with(String name, Json value) {
    OwnMap copy = new OwnMap(values);
    copy.put(name, value);
    return new JsonObject(copy);
  }

  /// Returns a copy with one more text member. Returns the same object if the value is null.
  public JsonObject with(String name, @Nullable String value) {
    return value == null ? this : with(name, new JsonString(value));
  }

  /// Returns a copy with one more number member.
  public JsonObject with(String name, long value) {
    return with(name, new JsonNumber(value));
  }

  /// Returns the member, if it is present and not null.
  public Optional<Json> find(String name) {
    Json value = values.get(name);
    return value == null || value instanceof JsonNull ? Optional.empty() : Optional.of(value);
  }

  /// Returns the text member, if it is present and not null.
  public Optional<String> text(String name) {
    return find(name).map(value -> ((JsonString) value).value());
  }

  /// Returns the number member. Throws [JsonException] if there is none.
  public long whole(String name) {
    if (values.get(name) instanceof JsonNumber(long value)) {
      return value;
    }
    throw new JsonException("member " + name + " is not a whole number");
  }

  /// Returns the boolean member; false if it is absent.
  public boolean flag(String name) {
    return values.get(name) instanceof JsonBoolean(boolean value) && value;
  }

  /// Returns the items of the array member; none if it is absent.
  public List<Json> items(String name) {
    return values.get(name) instanceof JsonArray(List<Json> items) ? items : List.of();
  }

  /// Returns the texts of the array member; none if it is absent.
  public List<String> texts(String name) {
    return items(name).stream().map(item -> ((JsonString) item).value()).toList();
  }
}
