package dev.spannerpipe.config;

import java.util.Locale;
import java.util.Map;

/// The format of the log.
public enum LogFormat {
  /// Plain text for people.
  TEXT,
  /// One JSON object per line, whose member `severity` contains the log level.
  JSON;

  /// Returns the format in which to log before the settings are read, even if the settings turn out
  /// to be invalid. A format that is not known counts as not given.
  public static LogFormat of(Map<String, String> environment) {
    RawValues raw = new RawValues(environment, Map.of());
    return switch (raw.plain("LOG_FORMAT").orElse("").toLowerCase(Locale.ROOT)) {
      case "json" -> JSON;
      case "text" -> TEXT;
      default -> ifNotGiven(raw);
    };
  }

  /// Returns the format that applies if `LOG_FORMAT` is not given. In a Cloud Run job this is JSON,
  /// because Cloud Logging reads the severity of each line.
  static LogFormat ifNotGiven(RawValues raw) {
    return CloudRunTask.of(raw).isPresent() ? JSON : TEXT;
  }
}
