package dev.spannerpipe.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as people write them: `90s`, `10m`, `1h30m`.
final class DurationText {
  private static final Pattern PARTS =
      Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");

  private DurationText() {}

  static Duration parse(String text) throws InvalidValueException {
    Matcher parts = PARTS.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      throw new InvalidValueException(
          "is not a duration", "Write it in hours, minutes and seconds, as in 90s, 10m or 1h30m");
    }
    return Duration.ofHours(number(parts, 1))
        .plusMinutes(number(parts, 2))
        .plusSeconds(number(parts, 3));
  }

  static Duration parsePositive(String text) throws InvalidValueException {
    Duration duration = parse(text);
    if (duration.isZero()) {
      throw new InvalidValueException(
          "leaves no time at all", "Use a longer duration, as in 90s, 10m or 1h30m");
    }
    return duration;
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }
}
