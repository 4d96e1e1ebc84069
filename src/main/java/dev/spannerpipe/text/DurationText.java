package dev.spannerpipe.text;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses and formats durations as they appear in variables and in the policy: `90s`, `10m`,
/// `1h30m`, `2d`. Days, hours, minutes and seconds appear in this order, each at most once.
public final class DurationText {
  /// Examples of durations, for messages.
  public static final String EXAMPLES = "90s, 10m, 1h30m or 2d";

  private static final String NUMBER = "[0-9]{1,6}";

  /// A regular expression for durations above zero, valid for both ECMAScript and Java.
  public static final String POSITIVE_PATTERN =
      "(?=.*[1-9])(?:%1$sd)?(?:%1$sh)?(?:%1$sm)?(?:%1$ss)?".formatted(NUMBER);

  private static final Pattern PARTS =
      Pattern.compile(
          "(?=[0-9])(?:(%1$s)d)?(?:(%1$s)h)?(?:(%1$s)m)?(?:(%1$s)s)?".formatted(NUMBER));

  private DurationText() {}

  /// Parses a duration. Returns empty if the text is not a duration.
  public static Optional<Duration> parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(number(parts, 1))
            .plusHours(number(parts, 2))
            .plusMinutes(number(parts, 3))
            .plusSeconds(number(parts, 4)));
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  /// Returns the duration in the form that [#parse] accepts. Fractions of a second and units with
  /// the value zero are left out, as in `1h30m`; zero is `0s`.
  public static String of(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(duration.toDays(), "d", text);
    append(duration.toHoursPart(), "h", text);
    append(duration.toMinutesPart(), "m", text);
    append(duration.toSecondsPart(), "s", text);
    return text.isEmpty() ? "0s" : text.toString();
  }

  /// Returns the duration as words for a sentence, in at most two units: `12 s`, `1 min 5 s`, `2 h
  /// 3 min`.
  public static String words(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60
        ? seconds + " s"
        : seconds < 3600
            ? two(seconds / 60, "min", seconds % 60, "s")
            : two(seconds / 3600, "h", seconds % 3600 / 60, "min");
  }

  private static String two(long larger, String unit, long smaller, String smallerUnit) {
    return larger + " " + unit + (smaller == 0 ? "" : " " + smaller + " " + smallerUnit);
  }

  private static void append(long number, String unit, StringBuilder text) {
    if (number != 0) {
      text.append(number).append(unit);
    }
  }
}
