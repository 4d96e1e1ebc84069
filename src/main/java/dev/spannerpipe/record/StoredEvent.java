package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.Optional;
import java.util.TreeMap;

/// An event as somebody may have left it: nothing about it is taken for granted.
///
/// @param hash the hash that stands in it
/// @param content all but the hash
/// @param canonical whether the text is the only one that these members have
record StoredEvent(long sequence, String hash, JsonObject content, boolean canonical) {
  /// Reads a line; empty where it is not an event at all.
  static Optional<StoredEvent> parse(String line) {
    try {
      JsonObject members = Json.parseObject(line);
      if (members.values().get("sequence") instanceof JsonNumber(long sequence)
          && members.values().get("hash") instanceof JsonString(String hash)) {
        TreeMap<String, Json> content = new TreeMap<>(members.values());
        content.remove("hash");
        boolean canonical = members.canonical().equals(line);
        return Optional.of(new StoredEvent(sequence, hash, new JsonObject(content), canonical));
      }
      return Optional.empty();
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  /// Returns a text member; empty where it is something else or not there.
  Optional<String> text(String name) {
    return textOf(content, name);
  }

  /// Returns what happened; empty where this version cannot read it.
  Optional<RunEvent> event() {
    return content.values().get("detail") instanceof JsonObject detail
        ? text("name").flatMap(name -> RunEvent.parse(name, detail))
        : Optional.empty();
  }

  /// Returns whether its hash is what its content gives.
  boolean intact() {
    return canonical && Chain.hash(content).equals(hash);
  }

  private static Optional<String> textOf(JsonObject members, String name) {
    return members.values().get(name) instanceof JsonString(String text)
        ? Optional.of(text)
        : Optional.empty();
  }
}
