package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.Optional;
import java.util.TreeMap;

/// An event as it is stored. Someone may have changed it, so nothing about it is assumed to be
/// valid.
///
/// @param hash the hash that is stored in the event
/// @param content all members except the hash
/// @param canonical whether the stored line is the canonical JSON of the members
public record StoredEvent(long sequence, String hash, JsonObject content, boolean canonical) {
  /// Parses a stored line; returns empty if the line is not an event.
  public static Optional<StoredEvent> parse(String line) {
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

  /// Returns the value of a member; empty if the member is missing or not a string.
  public Optional<String> text(String name) {
    return textOf(content, name);
  }

  /// Returns the event; empty if this version of the pipe cannot read it.
  public Optional<RunEvent> event() {
    return content.values().get("detail") instanceof JsonObject detail
        ? text("name").flatMap(name -> RunEvent.parse(name, detail))
        : Optional.empty();
  }

  /// Returns whether the stored hash matches the content, and the stored line is canonical JSON.
  public boolean intact() {
    return canonical && Chain.hash(content).equals(hash);
  }

  private static Optional<String> textOf(JsonObject members, String name) {
    return members.values().get(name) instanceof JsonString(String text)
        ? Optional.of(text)
        : Optional.empty();
  }
}
