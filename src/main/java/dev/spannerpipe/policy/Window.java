package dev.spannerpipe.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;

/// A period in which changes are denied, in the local time of a time zone. The period includes its
/// start and excludes its end.
sealed interface Window {
  /// Returns whether this moment lies within the window.
  boolean contains(Instant moment);

  /// Returns the window in words, such as `friday 16:00 to 24:00 Europe/Berlin`.
  String shown();

  /// A window that begins on each of these days of the week. If `to` is not later than `from`, the
  /// window ends on the next day.
  ///
  /// @param from the start in minutes since midnight, 0 to 1439
  /// @param to the end in minutes since midnight, 0 to 1440
  record Daily(Set<DayOfWeek> days, int from, int to, ZoneId zone, String shown) implements Window {
    @Override
    public boolean contains(Instant moment) {
      LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
      int minute = local.getHour() * 60 + local.getMinute();
      boolean overnight = to <= from;
      boolean began =
          days.contains(local.getDayOfWeek()) && minute >= from && (overnight || minute < to);
      boolean goesOn = overnight && days.contains(local.getDayOfWeek().minus(1)) && minute < to;
      return began || goesOn;
    }
  }

  /// A window that occurs once.
  record Once(LocalDateTime from, LocalDateTime to, ZoneId zone, String shown) implements Window {
    @Override
    public boolean contains(Instant moment) {
      LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
      return !local.isBefore(from) && local.isBefore(to);
    }
  }
}
