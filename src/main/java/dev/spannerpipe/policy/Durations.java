package dev.spannerpipe.policy;

import java.time.Duration;
import java.util.Optional;

/// Reads durations such as `30m`.
final class Durations {
  private Durations() {}

  static Optional<Duration> parse(String text) {
    if (!text.matches("[1-9][0-9]{0,4}[smhd]")) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return Optional.of(
        switch (text.charAt(text.length() - 1)) {
          case 's' -> Duration.ofSeconds(number);
          case 'm' -> Duration.ofMinutes(number);
          case 'h' -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }
}
