package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.source.SourceOutline;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import org.jspecify.annotations.Nullable;

/// Locates change sets, changes and statements in their files. A change set is found by its id and
/// author or, if these contain a parameter, by its position in the file. Several change sets with
/// the same id and author are found in the order of the file.
final class SourceIndex {
  /// The id and author of a change set as they are written in a file.
  private record Key(String file, @Nullable String id, @Nullable String author) {}

  /// The location of a change set in its file.
  ///
  /// @param end the line after the last line of the change set
  private record Place(SourceOutline.Entry entry, int end) {}

  private final IncludedFiles files;
  private final Map<String, String> paths = new HashMap<>();
  private final IdentityHashMap<ChangeSet, Place> places = new IdentityHashMap<>();

  SourceIndex(IncludedFiles files, List<ChangeSet> changeSets) {
    this.files = files;
    Map<Key, Deque<Place>> named = new HashMap<>();
    Map<String, List<Place>> ordered = new HashMap<>();
    Map<String, Integer> ordinals = new HashMap<>();
    for (ChangeSet changeSet : changeSets) {
      String file = file(changeSet);
      List<Place> inFile = ordered.computeIfAbsent(file, path -> read(path, named));
      int ordinal = ordinals.merge(file, 1, Integer::sum) - 1;
      Deque<Place> same = named.get(new Key(file, changeSet.getId(), changeSet.getAuthor()));
      if (same != null && !same.isEmpty()) {
        places.put(changeSet, same.remove());
      } else if (ordinal < inFile.size()) {
        // The file does not contain this id and author: it contains a parameter instead of the
        // value. So the change set is found by its position in the file.
        places.put(changeSet, inFile.get(ordinal));
      }
    }
  }

  private List<Place> read(String file, Map<Key, Deque<Place>> named) {
    SourceOutline outline = files.outline(file);
    List<Place> inFile = new ArrayList<>();
    NavigableSet<Integer> begins = new TreeSet<>();
    outline.changeSets().forEach(entry -> begins.add(entry.line()));
    for (SourceOutline.Entry entry : outline.changeSets()) {
      Place place = new Place(entry, end(outline, begins.higher(entry.line())));
      inFile.add(place);
      named
          .computeIfAbsent(new Key(file, entry.id(), entry.author()), _ -> new ArrayDeque<>())
          .add(place);
    }
    return inFile;
  }

  /// Returns the line after the last line of a change set.
  ///
  /// @param next the line at which the next change set in the file begins; null if there is none.
  ///   This is not always the next one in the list of change sets, because an alias can give the
  ///   list another order than the file
  private static int end(SourceOutline outline, @Nullable Integer next) {
    return next == null ? outline.text().size() + 1 : next;
  }

  /// Returns the repository path of the changelog file that contains a change set.
  String file(ChangeSet changeSet) {
    return paths.computeIfAbsent(
        changeSet.getChangeLog().getPhysicalFilePath(),
        path -> files.located(DatabaseChangeLog.normalizePath(path)));
  }

  /// Returns the location of a change set's first line.
  SourceLocation of(ChangeSet changeSet) {
    Place place = places.get(changeSet);
    return new SourceLocation(file(changeSet), place == null ? 0 : place.entry().line());
  }

  /// Returns the location of a change's first line, or the location of the change set if that line
  /// is unknown.
  SourceLocation of(ChangeSet changeSet, Change change) {
    Place place = places.get(changeSet);
    int index = changeSet.getChanges().indexOf(change);
    if (place != null && index >= 0 && index < place.entry().changes().size()) {
      SourceOutline.Named named = place.entry().changes().get(index);
      if (named.name().equals(change.getSerializedObjectName())) {
        return new SourceLocation(file(changeSet), named.line());
      }
    }
    return of(changeSet);
  }

  /// Searches a file for statements, from a line downwards. Each search continues after the
  /// previous hit.
  static final class Search {
    private final List<String> text;
    private final SourceLocation start;
    private final int end;
    private int line;
    private int column;

    private Search(List<String> text, SourceLocation start, int end) {
      this.text = text;
      this.start = start;
      this.end = Math.min(end, text.size());
      this.line = Math.max(0, start.line() - 1);
    }

    /// Returns the location of a text's last line, or the start of the search if that line is not
    /// found.
    SourceLocation findLast(String lines) {
      SourceLocation last = start;
      for (String text : lines.lines().toList()) {
        last = text.isBlank() ? last : find(text);
      }
      return last;
    }

    /// Returns the location of a statement, or the start of the search if the statement is not
    /// found.
    SourceLocation find(String statement) {
      String stripped = statement.strip();
      String first = stripped.lines().findFirst().orElse("").strip();
      boolean alone = stripped.indexOf('\n') < 0;
      int from = column;
      for (int index = line; !first.isEmpty() && index < end; index++, from = 0) {
        int at = text.get(index).indexOf(first, from);
        if (at >= 0 && (alone || text.get(index).stripTrailing().endsWith(first))) {
          line = index;
          column = at + first.length();
          return new SourceLocation(start.file(), index + 1);
        }
      }
      return start;
    }
  }

  /// Starts a search for statements within a change set.
  Search search(ChangeSet changeSet, SourceLocation start) {
    Place place = places.get(changeSet);
    return new Search(
        files.outline(start.file()).text(), start, place == null ? 0 : place.end() - 1);
  }

  /// Starts a search for the statements of a file that is not a changelog.
  Search search(String file, String text) {
    return new Search(text.lines().toList(), new SourceLocation(file, 1), Integer.MAX_VALUE);
  }

  /// Returns a search that returns this location for every statement.
  Search nowhere(SourceLocation location) {
    return new Search(List.of(), location, 0);
  }
}
