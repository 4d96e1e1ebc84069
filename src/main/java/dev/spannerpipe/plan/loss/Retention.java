package dev.spannerpipe.plan.loss;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compares the retention period that a statement sets with the one in the live schema.
///
/// Source: [Point-in-time recovery](https://cloud.google.com/spanner/docs/pitr): the period is 1
/// hour to 7 days, and 1 hour if none is set. [Change
/// streams](https://cloud.google.com/spanner/docs/change-streams): 1 to 30 days, and 1 day if none
/// is set.
final class Retention {
  private static final Pattern PERIOD = Pattern.compile("(\\d{1,9}) ?([smhd])");

  private final LiveObjects live;

  Retention(LiveObjects live) {
    this.live = live;
  }

  /// Returns in words how a statement shortens a retention period; empty if the statement does not
  /// shorten it. A new value that is not a period counts as zero.
  Optional<String> clause(PossibleLoss loss) {
    Duration least = loss.type().equals("database") ? Duration.ofHours(1) : Duration.ofDays(1);
    Duration then = loss.part().isEmpty() ? least : parse(loss.part()).orElse(Duration.ZERO);
    Optional<Duration> known = live.retention(loss.type(), loss.name()).flatMap(Retention::parse);
    if (known.isEmpty() && live.mayHide()) {
      return Optional.of(
          "may shorten the retention period of the %s to %s: the present period is not known"
              .formatted((loss.type() + " " + loss.name()).strip(), text(then)));
    }
    Duration now = known.orElse(least);
    return then.compareTo(now) < 0
        ? Optional.of("%s from %s to %s".formatted(loss.clause(), text(now), text(then)))
        : Optional.empty();
  }

  private static Optional<Duration> parse(String text) {
    Matcher matcher = PERIOD.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  private static String text(Duration period) {
    return period.toMinutesPart() == 0 ? period.toHours() + " h" : period.toMinutes() + " min";
  }
}
