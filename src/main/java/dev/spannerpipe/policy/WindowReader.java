package dev.spannerpipe.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the windows in which changes are denied.
final class WindowReader {
  private final Problems problems;

  WindowReader(Problems problems) {
    this.problems = problems;
  }

  List<Window> read(Value parent, String where) {
    List<Window> windows = new ArrayList<>();
    List<Value> values = parent.all("denyWindows");
    for (int index = 0; index < values.size(); index++) {
      window(values.get(index), "%s.denyWindows[%d]".formatted(where, index))
          .ifPresent(windows::add);
    }
    return windows;
  }

  private Optional<Window> window(Value value, String where) {
    Optional<String> from = value.text("from");
    Optional<String> to = value.text("to");
    Optional<ZoneId> zone = value.text("zone").flatMap(text -> zone(text, value.line(), where));
    if (from.isEmpty() || to.isEmpty() || zone.isEmpty()) {
      return Optional.empty();
    }
    if (from.get().contains("T") != to.get().contains("T")) {
      problems.add(value.line(), where, "from and to must both have a date, or neither");
      return Optional.empty();
    }
    try {
      return from.get().contains("T")
          ? once(value, from.get(), to.get(), zone.get(), where)
          : Optional.of(daily(value, from.get(), to.get(), zone.get()));
    } catch (DateTimeException _) {
      problems.add(value.line(), where, "from or to is not a valid time");
      return Optional.empty();
    }
  }

  private Optional<ZoneId> zone(String text, int line, String where) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException _) {
      problems.add(
          line,
          where + ".zone",
          "\"%s\" is not a time zone; an example is Europe/Berlin".formatted(text));
      return Optional.empty();
    }
  }

  private Optional<Window> once(Value value, String from, String to, ZoneId zone, String where) {
    LocalDateTime begins = LocalDateTime.parse(from);
    LocalDateTime ends = LocalDateTime.parse(to);
    if (value.get("days").isPresent() || !begins.isBefore(ends)) {
      problems.add(
          value.line(),
          where,
          value.get("days").isPresent()
              ? "a window with dates cannot have days"
              : "ends before it begins");
      return Optional.empty();
    }
    return Optional.of(
        new Window.Once(begins, ends, zone, "%s to %s %s".formatted(from, to, zone)));
  }

  private static Window daily(Value value, String from, String to, ZoneId zone) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    value.scalars("days").stream()
        .filter(day -> Grammar.DAYS.contains(day.text()))
        .forEach(day -> days.add(DayOfWeek.valueOf(day.text().toUpperCase(Locale.ROOT))));
    if (days.isEmpty()) {
      days.addAll(EnumSet.allOf(DayOfWeek.class));
    }
    String shown =
        days.size() == 7
            ? "each day"
            : days.stream()
                .map(day -> day.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    return new Window.Daily(
        days,
        minutes(from, 1439),
        minutes(to, 1440),
        zone,
        "%s %s to %s %s".formatted(shown, from, to, zone));
  }

  private static int minutes(String time, int most) {
    int hours = Integer.parseInt(time.substring(0, 2));
    int minutes = Integer.parseInt(time.substring(3));
    int all = hours * 60 + minutes;
    if (minutes > 59 || all > most) {
      throw new DateTimeException("no time of day");
    }
    return all;
  }
}
