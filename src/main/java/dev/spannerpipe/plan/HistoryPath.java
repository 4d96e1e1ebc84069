package dev.spannerpipe.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/// Paths in `DATABASECHANGELOG.FILENAME`. Liquibase stored them as they were written until 4.27,
/// and has normalized them since. Two spellings are the same path if
/// `DatabaseChangeLog.normalizePath` of 4.33 makes them equal.
public final class HistoryPath {
  private static final Pattern DRIVE = Pattern.compile("^[a-zA-Z]:");

  private HistoryPath() {}

  /// Returns the spelling that Liquibase writes today. Never fails: a text that is not a valid path
  /// is handled the same way.
  public static String normalized(String path) {
    String text = path.startsWith("classpath:") ? path.substring("classpath:".length()) : path;
    text = DRIVE.matcher(text.replace('\\', '/')).replaceFirst("");
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : text.split("/", -1)) {
      if (segment.equals("..") && !segments.isEmpty() && !segments.getLast().equals("..")) {
        segments.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    return String.join("/", segments);
  }
}
