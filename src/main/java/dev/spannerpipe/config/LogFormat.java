package dev.spannerpipe.config;

/// How the log is written.
public enum LogFormat {
  /// For people.
  TEXT,
  /// One JSON object per line with `severity`.
  JSON
}
