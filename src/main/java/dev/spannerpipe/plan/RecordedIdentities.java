package dev.spannerpipe.plan;

import static java.util.Comparator.comparingLong;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the history row of each change set, under whatever id a version of Liquibase has stored.
///
/// A file may be included below a `logicalFilePath`. Its change sets were recorded under its own
/// path until Liquibase 4.30, and under the logical path since. Version 4.30 numbered raw SQL files
/// by their path (`raw_db_a.sql`). A change set that is not found under its old id would run a
/// second time.
///
/// A closer match wins: a row with exactly the id of one change set is never matched to another
/// change set.
final class RecordedIdentities {
  /// How a row may match a change set, from the closest match to the loosest.
  private enum Match {
    SAME,
    SAME_PATH,
    OWN_PATH,
    RAW_BY_PATH
  }

  private final Changelog changelog;
  private final Set<ChangeSetId> rows = new HashSet<>();
  private final Map<ChangeSetId, List<ChangeSetId>> rowsByPath = new HashMap<>();
  private final Map<ChangeSetId, List<ChangeSetId>> rowsByName = new HashMap<>();
  private final Map<ChangeSetId, ChangeSetId> recorded = new HashMap<>();
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

  /// Returns the changelog with the ids that the history has for its change sets. Change sets that
  /// are not in the history keep their ids. A second row of the same change set also belongs to the
  /// changelog.
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
