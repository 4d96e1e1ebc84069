package dev.spannerpipe.testing;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The members of documents, by their paths.
public final class JsonMembers {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| ([a-z]+\\??) \\| [A-Z`][^|]*\\. \\|$");

  private final Map<String, String> types = new HashMap<>();
  private final Map<String, Integer> occurrences = new HashMap<>();

  /// Returns the members that a page's table documents, with their types.
  public static Map<String, String> documentedIn(String page) {
    return ROW.matcher(Markdown.page(page).text())
        .results()
        .collect(Collectors.toMap(row -> row.group(1), (MatchResult row) -> row.group(2)));
  }

  /// Adds the members of a document.
  public void add(String path, Json value) {
    switch (value) {
      case JsonObject object -> {
        occurrences.merge(path, 1, Integer::sum);
        object
            .values()
            .forEach(
                (name, member) -> {
                  String inner = path.isEmpty() ? name : path + "." + name;
                  types.put(inner, type(member));
                  occurrences.merge(inner + " in all", 1, Integer::sum);
                  add(inner, member);
                });
      }
      case JsonArray array -> array.values().forEach(item -> add(path + "[]", item));
      case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> {}
    }
  }

  /// Returns each member with its type; a question mark follows if it is sometimes absent.
  public Map<String, String> types() {
    return types.keySet().stream()
        .collect(Collectors.toMap(path -> path, path -> types.get(path) + mark(path)));
  }

  private String mark(String path) {
    int dot = path.lastIndexOf('.');
    String parent = dot < 0 ? "" : path.substring(0, dot);
    return occurrences.get(path + " in all").equals(occurrences.get(parent)) ? "" : "?";
  }

  private static String type(Json value) {
    return switch (value) {
      case JsonString _ -> "string";
      case JsonNumber _ -> "number";
      case JsonBoolean _ -> "flag";
      case JsonArray _ -> "list";
      case JsonObject _ -> "object";
      case JsonNull _ -> "null";
    };
  }
}
