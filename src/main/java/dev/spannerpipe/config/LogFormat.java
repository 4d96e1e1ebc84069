package dev.spannerpipe.config;

/// The format of the log.
public enum LogFormat {
  /// Plain text for people.
  TEXT,
  /// One JSON object per line, whose member `severity` contains the log level.
  JSON
}
