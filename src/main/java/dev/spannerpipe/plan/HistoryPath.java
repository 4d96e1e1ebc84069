package dev.spannerpipe.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/// Paths in `DATABASECHANGELOG.FILENAME`. Until version 4.27, Liquibase stored a path as it was
/// written in the changelog; since then, it normalizes paths. Two spellings are the same path if
/// `DatabaseChangeLog.normalizePath` of version 4.33 makes them equal.
public final class HistoryPath {
  private static final Pattern DRIVE = Pattern.compile("^[a-zA-Z]:");

  private HistoryPath() {}

  /// Returns the path as Liquibase stores it today. Never fails, even if the text is not a valid
  /// path.
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
