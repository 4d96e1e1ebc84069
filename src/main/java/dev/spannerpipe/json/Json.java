package dev.spannerpipe.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A JSON value. Numbers are whole: nothing that is hashed or compared here is a fraction.
public sealed interface Json {
  /// A string.
  record Text(String value) implements Json {}

  /// A whole number.
  record Whole(long value) implements Json {}

  /// A truth value.
  record Flag(boolean value) implements Json {}

  /// The null value.
  record Nothing() implements Json {}

  /// An array.
  record Items(List<Json> values) implements Json {
    /// Copies the list.
    public Items {
      values = List.copyOf(values);
    }
  }

  /// An object; its members are sorted by name.
  record Members(SortedMap<String, Json> values) implements Json {
    /// Copies the map.
    public Members {
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
    public Members with(String name, Json value) {
      OwnMap copy = new OwnMap(values);
      copy.put(name, value);
      return new Members(copy);
    }

    /// Returns a copy with one more text member; a null value leaves it out.
    public Members with(String name, @Nullable String value) {
      return value == null ? this : with(name, new Text(value));
    }

    /// Returns a copy with one more number member.
    public Members with(String name, long value) {
      return with(name, new Whole(value));
    }

    /// Returns the member, if it is there and not null.
    public Optional<Json> find(String name) {
      Json value = values.get(name);
      return value == null || value instanceof Nothing ? Optional.empty() : Optional.of(value);
    }

    /// Returns the text member, if it is there.
    public Optional<String> text(String name) {
      return find(name).map(value -> ((Text) value).value());
    }

    /// Returns the number member; throws [JsonException] where there is none.
    public long whole(String name) {
      if (values.get(name) instanceof Whole(long value)) {
        return value;
      }
      throw new JsonException("member " + name + " is not a whole number");
    }

    /// Returns the truth value of the member; absent means false.
    public boolean flag(String name) {
      return values.get(name) instanceof Flag(boolean value) && value;
    }

    /// Returns the items of the array member; absent means none.
    public List<Json> items(String name) {
      return values.get(name) instanceof Items(List<Json> items) ? items : List.of();
    }

    /// Returns the texts of the array member; absent means none.
    public List<String> texts(String name) {
      return items(name).stream().map(item -> ((Text) item).value()).toList();
    }
  }

  /// Returns an object without members.
  static Members object() {
    return new Members(new TreeMap<>());
  }

  /// Returns an object with these text members.
  static Members object(Map<String, String> members) {
    TreeMap<String, Json> values = new TreeMap<>();
    members.forEach((name, value) -> values.put(name, new Text(value)));
    return new Members(values);
  }

  /// Returns an array of texts.
  static Items texts(Collection<String> values) {
    List<Json> items = new ArrayList<>(values.size());
    values.forEach(value -> items.add(new Text(value)));
    return new Items(items);
  }

  /// Returns the one canonical text: members sorted by UTF-16 code units, no white space, only the
  /// escapes that [RFC 8785](https://www.rfc-editor.org/rfc/rfc8785) allows.
  default String canonical() {
    StringBuilder text = new StringBuilder();
    CanonicalJson.write(this, text);
    return text.toString();
  }

  /// Reads a JSON text (RFC 8259). Throws [JsonException] where it is not JSON, or holds a
  /// fraction.
  static Json parse(String text) {
    return JsonReader.parse(text);
  }

  /// Reads a JSON text that must be an object. Throws [JsonException] otherwise.
  static Members parseObject(String text) {
    if (parse(text) instanceof Members members) {
      return members;
    }
    throw new JsonException("not a JSON object");
  }

  /// Reads a JSON text that must be an object and mean the same to every reader: no member twice,
  /// nothing around it, no half characters, at most 16 levels. Throws [JsonException] otherwise,
  /// with a message that says of the text only what is wrong, as in "it has a member twice".
  static Members parseStrictObject(String text) {
    if (StrictJsonReader.parse(text) instanceof Members members) {
      return members;
    }
    throw new JsonException("it is not a JSON object");
  }
}
