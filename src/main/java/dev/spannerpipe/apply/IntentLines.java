package dev.spannerpipe.apply;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayList;
import java.util.List;

/// The source locations of the statements of an intent's slice, as members of the slice's JSON.
///
/// `lines` has each statement's line. `files` is present only if a statement is stored in a
/// different file than its change set. It lists runs of consecutive statements, each with its file
/// and its number of statements. An intent of an earlier version has no `files`, and an earlier
/// version ignores them.
final class IntentLines {
  private static final String LINES = "lines";
  private static final String FILES = "files";

  private IntentLines() {}

  static JsonArray lines(List<SourceLocation> statements) {
    return new JsonArray(
        statements.stream().<Json>map(statement -> new JsonNumber(statement.line())).toList());
  }

  /// Returns the slice with `files` added, if it needs them.
  static JsonObject addFiles(JsonObject slice, String changelog, List<SourceLocation> statements) {
    if (statements.stream().allMatch(statement -> statement.file().equals(changelog))) {
      return slice;
    }
    List<Json> runs = new ArrayList<>();
    int from = 0;
    while (from < statements.size()) {
      String file = statements.get(from).file();
      int to = from;
      while (to < statements.size() && statements.get(to).file().equals(file)) {
        to++;
      }
      runs.add(Json.object().with("file", file).with("statements", to - from));
      from = to;
    }
    return slice.with(FILES, new JsonArray(runs));
  }

  static List<SourceLocation> parse(JsonObject slice) {
    List<Integer> lines =
        slice.items(LINES).stream().map(item -> (int) ((JsonNumber) item).value()).toList();
    List<SourceLocation> statements = new ArrayList<>();
    if (slice.find(FILES).isPresent()) {
      for (Json item : slice.items(FILES)) {
        JsonObject run = (JsonObject) item;
        String file = run.text("file").orElse("");
        int to = Math.min(statements.size() + (int) run.whole("statements"), lines.size());
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
