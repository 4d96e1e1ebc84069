package dev.spannerpipe.serve;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads a JSON object that somebody may have changed: a member of another type counts as absent.
record JsonMembers(JsonObject object) {
  /// Returns the value of a member that is a string.
  Optional<String> text(String name) {
    return object.values().get(name) instanceof JsonString(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /// Returns those items of a list that are objects.
  List<JsonMembers> objects(String name) {
    return object.items(name).stream()
        .filter(JsonObject.class::isInstance)
        .map(item -> new JsonMembers((JsonObject) item))
        .toList();
  }

  /// Returns how many items a list has; 0 if the member is not a list.
  int count(String name) {
    return object.items(name).size();
  }

  /// Returns a copy of `target` with those of these members that the object has.
  JsonObject copyTo(JsonObject target, String... names) {
    JsonObject copy = target;
    for (String name : names) {
      if (object.values().containsKey(name)) {
        copy = copy.with(name, object.values().get(name));
      }
    }
    return copy;
  }

  /// Returns a copy of the object without a member.
  JsonObject without(String name) {
    TreeMap<String, Json> members = new TreeMap<>(object.values());
    members.remove(name);
    return new JsonObject(members);
  }
}
