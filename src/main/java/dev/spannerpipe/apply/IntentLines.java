package dev.spannerpipe.apply;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayList;
import java.util.List;

/// Converts the source locations of statements to and from JSON. They are stored in two members,
/// `lines` and `files`, of a JSON object that represents a slice. A slice is the part of an intent
/// for one change set. An intent is the row that announces statements before the run sends them.
///
/// The member `lines` has the line number of each statement. The member `files` exists only if a
/// statement is in another file than its change set. It lists groups of consecutive statements in
/// the same file. Each group has the file and the number of its statements. Intents of earlier
/// versions of the pipe have no `files`, and earlier versions ignore this member.
final class IntentLines {
  private static final String LINES = "lines";
  private static final String FILES = "files";

  private IntentLines() {}

  static JsonArray lines(List<SourceLocation> statements) {
    return new JsonArray(
        statements.stream().<Json>map(statement -> new JsonNumber(statement.line())).toList());
  }

  /// Returns the slice, with the member `files` added if a statement is in another file than the
  /// change set.
  ///
  /// @param changelog the file of the change set
  static JsonObject addFiles(JsonObject slice, String changelog, List<SourceLocation> statements) {
    if (statements.stream().allMatch(statement -> statement.file().equals(changelog))) {
      return slice;
    }
    List<Json> groups = new ArrayList<>();
    int from = 0;
    while (from < statements.size()) {
      String file = statements.get(from).file();
      int to = from;
      while (to < statements.size() && statements.get(to).file().equals(file)) {
        to++;
      }
      groups.add(Json.object().with("file", file).with("statements", to - from));
      from = to;
    }
    return slice.with(FILES, new JsonArray(groups));
  }

  static List<SourceLocation> parse(JsonObject slice) {
    List<Integer> lines =
        slice.items(LINES).stream().map(item -> (int) ((JsonNumber) item).value()).toList();
    List<SourceLocation> statements = new ArrayList<>();
    if (slice.find(FILES).isPresent()) {
      for (Json item : slice.items(FILES)) {
        JsonObject group = (JsonObject) item;
        String file = group.text("file").orElse("");
        int to = Math.min(statements.size() + (int) group.whole("statements"), lines.size());
        while (statements.size() < to) {
          statements.add(new SourceLocation(file, lines.get(statements.size())));
        }
      }
    }
    String changelog = slice.text("file").orElse("");
    while (statements.size() < lines.size()) {
      statements.add(new SourceLocation(changelog, lines.get(statements.size())));
    }
    return statements;
  }
}
