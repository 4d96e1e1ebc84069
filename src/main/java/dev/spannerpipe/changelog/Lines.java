package dev.spannerpipe.changelog;

import dev.spannerpipe.plan.SourceLocation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import org.jspecify.annotations.Nullable;

/// Finds change sets, changes and statements in their files again: by id and author, in the order
/// of the file.
final class Lines {
  private final IncludedFiles files;
  private final IdentityHashMap<ChangeSet, FileOutline.Entry> entries = new IdentityHashMap<>();

  Lines(IncludedFiles files, List<ChangeSet> changeSets) {
    this.files = files;
    Map<String, Set<FileOutline.Entry>> taken = new HashMap<>();
    Map<String, Integer> ordinals = new HashMap<>();
    for (ChangeSet changeSet : changeSets) {
      String file = file(changeSet);
      int ordinal = ordinals.merge(file, 1, Integer::sum) - 1;
      FileOutline.Entry entry =
          entry(
              files.outline(file),
              changeSet,
              ordinal,
              taken.computeIfAbsent(file, _ -> new HashSet<>()));
      if (entry != null) {
        entries.put(changeSet, entry);
      }
    }
  }

  static String file(ChangeSet changeSet) {
    return DatabaseChangeLog.normalizePath(changeSet.getChangeLog().getPhysicalFilePath());
  }

  private static FileOutline.@Nullable Entry entry(
      FileOutline outline, ChangeSet changeSet, int ordinal, Set<FileOutline.Entry> taken) {
    for (FileOutline.Entry entry : outline.changeSets()) {
      if (changeSet.getId().equals(entry.id())
          && changeSet.getAuthor().equals(entry.author())
          && taken.add(entry)) {
        return entry;
      }
    }
    // An id with a parameter in it is written otherwise than it reads.
    return ordinal < outline.changeSets().size() ? outline.changeSets().get(ordinal) : null;
  }

  /// Returns where a change set begins.
  SourceLocation of(ChangeSet changeSet) {
    FileOutline.Entry entry = entries.get(changeSet);
    return new SourceLocation(file(changeSet), entry == null ? 0 : entry.line());
  }

  /// Returns where one of a change set's changes begins.
  SourceLocation of(ChangeSet changeSet, Change change) {
    FileOutline.Entry entry = entries.get(changeSet);
    int index = changeSet.getChanges().indexOf(change);
    if (entry != null && index >= 0 && index < entry.changes().size()) {
      FileOutline.Named named = entry.changes().get(index);
      if (named.name().equals(change.getSerializedObjectName())) {
        return new SourceLocation(file(changeSet), named.line());
      }
    }
    return of(changeSet);
  }

  /// Looks for statements downwards from a line of a file, each after the one before.
  static final class Search {
    private final List<String> text;
    private final SourceLocation start;
    private int line;
    private int column;

    private Search(List<String> text, SourceLocation start) {
      this.text = text;
      this.start = start;
      this.line = Math.max(0, start.line() - 1);
    }

    /// Returns where the statement stands, or else where the search began.
    SourceLocation find(String statement) {
      String stripped = statement.strip();
      String first = stripped.lines().findFirst().orElse("").strip();
      boolean alone = stripped.indexOf('\n') < 0;
      int from = column;
      for (int index = line; !first.isEmpty() && index < text.size(); index++, from = 0) {
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

  /// Begins to look for the statements that a file holds itself.
  Search search(SourceLocation start) {
    return new Search(files.outline(start.file()).text(), start);
  }

  /// Begins to look for the statements of a file that is not a changelog.
  Search search(String file, String text) {
    return new Search(text.lines().toList(), new SourceLocation(file, 1));
  }
}
