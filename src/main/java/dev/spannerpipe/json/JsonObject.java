package dev.spannerpipe.json;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An object; its members are sorted by name.
public record JsonObject(SortedMap<String, Json> values) implements Json {
  /// Copies the map.
  public JsonObject {
    values = values instanceof OwnMap ? values : new OwnMap(values);
  }

  /// A map that nobody else has, so that it need not be copied.
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

  /// Returns a copy with one more text member; a null value leaves it out.
  public JsonObject with(String name, @Nullable String value) {
    return value == null ? this : with(name, new JsonString(value));
  }

  /// Returns a copy with one more number member.
  public JsonObject with(String name, long value) {
    return with(name, new JsonNumber(value));
  }

  /// Returns the member, if it is there and not null.
  public Optional<Json> find(String name) {
    Json value = values.get(name);
    return value == null || value instanceof JsonNull ? Optional.empty() : Optional.of(value);
  }

  /// Returns the text member, if it is there.
  public Optional<String> text(String name) {
    return find(name).map(value -> ((JsonString) value).value());
  }

  /// Returns the number member; throws [JsonException] where there is none.
  public long whole(String name) {
    if (values.get(name) instanceof JsonNumber(long value)) {
      return value;
    }
    throw new JsonException("member " + name + " is not a whole number");
  }

  /// Returns the truth value of the member; absent means false.
  public boolean flag(String name) {
    return values.get(name) instanceof JsonBoolean(boolean value) && value;
  }

  /// Returns the items of the array member; absent means none.
  public List<Json> items(String name) {
    return values.get(name) instanceof JsonArray(List<Json> items) ? items : List.of();
  }

  /// Returns the texts of the array member; absent means none.
  public List<String> texts(String name) {
    return items(name).stream().map(item -> ((JsonString) item).value()).toList();
  }
}
