package dev.spannerpipe.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The clone directory of one test's build.
///
/// @param directory absolute; it exists
public record Workspace(Path directory) {
  /// Writes a file, or replaces it.
  public Workspace with(String path, String text) {
    return with(path, text.getBytes(UTF_8));
  }

  /// Writes a file, or replaces it.
  public Workspace with(String path, byte[] bytes) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /// Writes `changelog.sql` with these change sets, whose first line is the file's second.
  public Workspace withSql(String changeSets) {
    return with("changelog.sql", "--liquibase formatted sql\n" + changeSets);
  }

  /// Returns the text of a file.
  public String text(String path) {
    try {
      return Files.readString(directory.resolve(path));
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /// Returns whether there is such a file.
  public boolean has(String path) {
    return Files.exists(directory.resolve(path));
  }

  /// Returns the lines of the record that all runs on this database left in the build's files.
  public List<JsonObject> record(String database) {
    return text(".spanner-pipe/" + database + "/record.jsonl")
        .lines()
        .map(Json::parseObject)
        .toList();
  }

  /// Returns the lines of the record that the latest run left.
  public List<JsonObject> lastRun(String database) {
    List<JsonObject> all = record(database);
    String runId = all.getLast().text("runId").orElseThrow();
    return all.stream().filter(event -> event.text("runId").orElseThrow().equals(runId)).toList();
  }
}
