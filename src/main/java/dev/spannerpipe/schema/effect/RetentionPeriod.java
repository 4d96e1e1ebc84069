package dev.spannerpipe.schema.effect;

import dev.spannerpipe.sql.ObjectKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a database keeps versions, or a change stream keeps changes. Two periods of the same
/// length are equal: `24h` is `1d`.
///
/// @param text as written
/// @param usual the period of an object that has no such option
record RetentionPeriod(String text, Duration usual) {
  private static final Pattern PERIOD = Pattern.compile("(\\d{1,9}) ?([smhd])");

  /// Returns the period of an object without the option; empty if the option is no such period.
  static Optional<Duration> usual(ObjectKind kind, String option) {
    if (kind == ObjectKind.DATABASE && option.equals("version_retention_period")) {
      return Optional.of(Duration.ofHours(1));
    }
    return kind == ObjectKind.CHANGE_STREAM && option.equals("retention_period")
        ? Optional.of(Duration.ofDays(1))
        : Optional.empty();
  }

  /// Returns whether the object would have this period without the option, too.
  boolean isUsual() {
    return length().equals(usual);
  }

  /// Returns the length. A text that is not a period counts as zero; no text, as the usual period.
  Duration length() {
    if (text.isEmpty()) {
      return usual;
    }
    Matcher matcher = PERIOD.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Duration.ZERO;
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RetentionPeriod period
        && (text.equals(period.text) || (!length().isZero() && length().equals(period.length())));
  }

  @Override
  public int hashCode() {
    return length().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
