package dev.spannerpipe.adopt;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the prefixes of a changelog after which its schema equals that of the database. A
/// changelog may have thousands of prefixes, and a database thousands of objects. So each prefix is
/// compared by names first, and whole only if all names fit. Not thread-safe.
final class PrefixSearch {
  private final LiveSchema live;
  private final LeftOutTables leftOut;
  private final NameDifference names;
  private final List<Prefix> equal = new ArrayList<>();
  private final List<Prefix> unchecked = new ArrayList<>();
  private int distance = Integer.MAX_VALUE;
  private @Nullable Point nearest;
  private @Nullable Prefix previous;
  private @Nullable Point latest;

  PrefixSearch(LiveSchema live, LeftOutTables leftOut) {
    this.live = live.without(leftOut);
    this.leftOut = leftOut;
    this.names = new NameDifference(this.live.model(), leftOut);
  }

  /// A prefix, and the schema after it.
  private record Point(int count, ReplayedSchema schema) {}

  /// What was found.
  ///
  /// @param candidates the prefixes that fit, shortest first: if some equal the database, these;
  ///   otherwise those that differ only in what the emulator cannot replay, with the fewest
  ///   differences
  /// @param nearest the longest of the prefixes with the fewest differences; empty if there is none
  record Found(List<Prefix> candidates, Optional<Prefix> nearest) {
    Found {
      candidates = List.copyOf(candidates);
    }
  }

  /// Adds a longer prefix. Returns how many names differ.
  ///
  /// @param count the number of its change sets
  /// @param before the schema after the prefix that was added last
  int add(int count, SchemaModel before, ReplayedSchema after) {
    Point point = new Point(count, after);
    latest = point;
    boolean changed = names.update(before, after.model());
    Prefix last = previous;
    previous = null;
    if (names.size() > 0) {
      approach(names.size(), point);
    } else {
      keep(changed || last == null ? compared(point) : last.of(count), point);
    }
    return names.size();
  }

  private Prefix compared(Point point) {
    Set<ObjectName> notReplayed = new HashSet<>(point.schema().notReplayed());
    notReplayed.addAll(live.notReplayed());
    SchemaModel changelog = leftOut.without(live.comparable(point.schema()));
    SchemaModel database = live.model();
    Differences differences =
        Differences.between(changelog, database, notReplayed, point.schema().uncertain());
    TreeSet<ObjectName> textOnly = new TreeSet<>(notReplayed);
    changelog.objects().forEach(object -> textOnly.add(object.name()));
    database.objects().forEach(object -> textOnly.add(object.name()));
    textOnly.removeIf(name -> !Differences.isTextOnly(name, notReplayed));
    return new Prefix(point.count(), differences, List.copyOf(textOnly));
  }

  private void keep(Prefix prefix, Point point) {
    previous = prefix;
    if (prefix.differences().isEmpty()) {
      equal.add(prefix);
    } else if (prefix.differences().replayed().isEmpty()) {
      unchecked.add(prefix);
    }
    approach(prefix.differences().size(), point);
  }

  private void approach(int differences, Point point) {
    if (differences <= distance) {
      distance = differences;
      nearest = point;
    }
  }

  Found found() {
    Point near = nearest;
    return new Found(
        equal.isEmpty() ? fewest(unchecked) : equal,
        near == null ? Optional.empty() : Optional.of(compared(near)));
  }

  private static List<Prefix> fewest(List<Prefix> prefixes) {
    int fewest = prefixes.stream().mapToInt(prefix -> prefix.differences().size()).min().orElse(0);
    return prefixes.stream().filter(prefix -> prefix.differences().size() == fewest).toList();
  }

  /// Returns what was found if only the prefix of this many change sets may be a candidate. None is
  /// nearer then.
  Found only(int wanted) {
    Point last = latest;
    if (last == null || last.count() != wanted) {
      return new Found(List.of(), found().nearest());
    }
    return new Found(
        Stream.concat(equal.stream(), unchecked.stream())
            .filter(prefix -> prefix.count() == wanted)
            .toList(),
        Optional.of(compared(last)));
  }
}
