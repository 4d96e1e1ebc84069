package dev.spannerpipe.config;

/// The format of the log.
public enum LogFormat {
  /// Plain text for people.
  TEXT,
  /// One JSON object per line, with `severity`.
  JSON
}
