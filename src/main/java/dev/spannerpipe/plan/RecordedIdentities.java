package dev.spannerpipe.plan;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the history row of each change set, even if another version of Liquibase recorded the
/// change set under another path or id.
///
/// A changelog with a `logicalFilePath` may include other files. Until Liquibase 4.30, the change
/// sets of an included file were recorded under the physical path of that file, and since then
/// under the logical path of the including changelog. Version 4.30 also gave the change set of a
/// raw SQL file an id that contains the file's path (`raw_db_a.sql`). If the pipe did not find a
/// change set under its old id, the change set would run a second time.
///
/// A closer match wins: a row with exactly the identity of one change set is never matched to
/// another change set.
final class RecordedIdentities {
  /// How a row may match a change set, from the closest match to the loosest.
  private enum Match {
    /// The row has exactly the identity of the change set.
    SAME,
    /// Only the spelling of the path differs.
    SAME_PATH,
    /// The row has the physical path of the file instead of the logical path.
    OWN_PATH,
    /// The row has an id that contains the path of a raw SQL file.
    RAW_BY_PATH
  }

  private final Changelog changelog;
  private final Set<ChangeSetId> rows = new HashSet<>();
  private final Map<ChangeSetId, List<ChangeSetId>> rowsByPath = new HashMap<>();
  private final Map<ChangeSetId, List<ChangeSetId>> rowsByName = new HashMap<>();

  /// Maps the identity of a change set in the changelog to its identity in the history.
  private final Map<ChangeSetId, ChangeSetId> recorded = new HashMap<>();

  /// The rows that are already matched to a change set.
  private final Set<ChangeSetId> taken = new HashSet<>();

  private RecordedIdentities(Changelog changelog, List<HistoryRow> history) {
    this.changelog = changelog;
    history.stream()
        .sorted(comparingLong(HistoryRow::orderExecuted).reversed())
        .map(HistoryRow::changeSet)
        .forEach(this::index);
  }

  private void index(ChangeSetId row) {
    rows.add(row);
    rowsByPath.computeIfAbsent(normalized(row, row.path()), _ -> new ArrayList<>()).add(row);
    rowsByName.computeIfAbsent(row.withPath(""), _ -> new ArrayList<>()).add(row);
  }

  /// Returns the changelog with the identities under which the history has recorded its change
  /// sets. Change sets that are not in the history keep their identities. If the history has a
  /// second row of a change set, the identity of the second row is added to [Changelog#others], so
  /// that it does not count as unknown.
  static Changelog in(Changelog changelog, List<HistoryRow> history) {
    RecordedIdentities identities = new RecordedIdentities(changelog, history);
    List<ChangeSetId> all = new ArrayList<>();
    changelog.changeSets().forEach(changeSet -> all.add(changeSet.identity()));
    all.addAll(changelog.others());
    changelog.problems().forEach(problem -> all.addAll(problem.changeSets()));
    for (Match match : Match.values()) {
      all.forEach(identity -> identities.match(identity, match));
    }
    return identities.renamed(all);
  }

  private void match(ChangeSetId identity, Match match) {
    if (!recorded.containsKey(identity)) {
      rowsOf(identity, match).stream()
          .filter(row -> !taken.contains(row))
          .findFirst()
          .ifPresent(
              row -> {
                recorded.put(identity, row);
                taken.add(row);
              });
    }
  }

  /// Returns the rows that match a change set in this way, the latest first.
  private List<ChangeSetId> rowsOf(ChangeSetId identity, Match match) {
    return switch (match) {
      case SAME -> rows.contains(identity) ? List.of(identity) : List.of();
      case SAME_PATH -> rowsByPath.getOrDefault(normalized(identity, identity.path()), List.of());
      case OWN_PATH -> rowsByPath.getOrDefault(normalized(identity, ownPath(identity)), List.of());
      case RAW_BY_PATH ->
          rawByPath(identity)
              .map(name -> rowsByName.getOrDefault(name, List.of()))
              .orElse(List.of());
    };
  }

  private Optional<ChangeSetId> rawByPath(ChangeSetId identity) {
    String path = HistoryPath.normalized(ownPath(identity));
    return identity.isRawFile()
        ? Optional.of(new ChangeSetId("", "raw_" + path.replace('/', '_'), "includeAll"))
        : Optional.empty();
  }

  private String ownPath(ChangeSetId identity) {
    return changelog.ownPaths().getOrDefault(identity, identity.path());
  }

  private static ChangeSetId normalized(ChangeSetId identity, String path) {
    return identity.withPath(HistoryPath.normalized(path));
  }

  private Changelog renamed(List<ChangeSetId> all) {
    Set<ChangeSetId> others = new HashSet<>();
    changelog.others().forEach(identity -> others.add(recorded.getOrDefault(identity, identity)));
    for (ChangeSetId identity : all) {
      for (Match match : Match.values()) {
        rowsOf(identity, match).stream().filter(row -> !taken.contains(row)).forEach(others::add);
      }
    }
    return new Changelog(
        changelog.changeSets().stream()
            .map(each -> each.as(recorded.getOrDefault(each.identity(), each.identity())))
            .toList(),
        others,
        changelog.precondition(),
        changelog.ownPaths(),
        changelog.problems().stream()
            .map(problem -> problem.renamed(name -> recorded.getOrDefault(name, name)))
            .toList());
  }
}
