package dev.spannerpipe.record;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Creates the ids of runs.
public final class RunId {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(UTC);

  private RunId() {}

  /// Returns a new id such as `20261122T053116Z-4f2a9c1d`. It begins with the time in UTC, so that
  /// ids sort by time. It ends with 32 random bits, so that runs that start in the same second have
  /// different ids.
  public static String create(Instant now, RandomGenerator random) {
    return SECONDS.format(now.truncatedTo(ChronoUnit.SECONDS))
        + String.format(Locale.ROOT, "-%08x", random.nextInt());
  }

  /// Returns a text that sorts after the ids of all runs that started in earlier seconds, and
  /// before all others.
  public static String lowest(Instant from) {
    return SECONDS.format(from.truncatedTo(ChronoUnit.SECONDS));
  }
}
