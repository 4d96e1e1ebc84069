package dev.spannerpipe.report;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.plan.ChangeSetId;
import java.util.List;
import java.util.stream.Collectors;

/// An event's detail, read without trust in its types: it may come from a table that somebody
/// changed.
public record Detail(JsonObject members) {
  /// Returns the member as text; empty where it is not there.
  public String text(String name) {
    return members.find(name).map(Detail::plain).orElse("");
  }

  /// Returns the member with these words before it; empty where it is not there.
  String text(String name, String before) {
    String text = text(name);
    return text.isEmpty() ? "" : before + text;
  }

  /// Returns the number; 0 where it is not there.
  public long number(String name) {
    return members.values().get(name) instanceof JsonNumber(long number) ? number : 0;
  }

  /// Returns whether the member is there and true.
  boolean flag(String name) {
    return members.flag(name);
  }

  /// Returns where a change set stands and its id: `schema/001.sql:12 create-singers`.
  String place() {
    String file = text("file");
    String line = text("line");
    String changeSet = text("changeSet");
    String id = ChangeSetId.parse(changeSet).map(ChangeSetId::id).orElse(changeSet);
    if (file.isEmpty()) {
      return changeSet;
    }
    return file
        + (line.isEmpty() || line.equals("0") ? "" : ":" + line + text("lastLine", "-"))
        + " "
        + id;
  }

  private static String plain(Json value) {
    return switch (value) {
      case JsonString(String text) -> text;
      case JsonArray(List<Json> items) ->
          items.stream().map(Detail::plain).collect(Collectors.joining(", "));
      case JsonNumber _, JsonBoolean _, JsonNull _, JsonObject _ -> value.canonical();
    };
  }
}
