package dev.spannerpipe.plan;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares a changelog with the history (`DATABASECHANGELOG`). Finds change sets that were edited,
/// moved to another path, removed from the changelog, or merged late.
final class HistoryCheck {
  private final Changelog changelog;
  private final Map<ChangeSetId, HistoryRow> applied;

  /// The change sets that were applied under another path; null as long as nobody asked.
  private @Nullable Map<Moved, List<ChangeSet>> moved;

  HistoryCheck(Changelog changelog, Map<ChangeSetId, HistoryRow> applied) {
    this.changelog = changelog;
    this.applied = applied;
  }

  /// Returns a problem for each change set that was edited after it was applied, and for each file
  /// whose change sets were applied under another path.
  List<ChangelogProblem> problems() {
    List<ChangelogProblem> problems = new ArrayList<>();
    for (ChangeSet each : edited()) {
      problems.add(
          ChangelogProblem.of(
              each.location(), edited(each), ChangelogProblem.Kind.EDITED, each.identity()));
    }
    addOtherPaths(problems);
    return problems;
  }

  /// Returns warnings about change sets that may have been edited after they were applied. An edit
  /// is not certain, because the checksums of these change sets depend on Java classes that the
  /// pipe does not load.
  List<ChangelogProblem> warnings() {
    return changelog.changeSets().stream()
        .filter(this::mayBeEdited)
        .map(this::maybeEdited)
        .toList();
  }

  private boolean mayBeEdited(ChangeSet changeSet) {
    HistoryRow row = applied.get(changeSet.identity());
    return changeSet.unloaded().filter(ChangeSet.Unloaded::checksumKnown).isPresent()
        && !changeSet.acceptsAnyChecksum()
        && row != null
        && row.storedChecksum().filter(stored -> !changeSet.hasChecksum(stored)).isPresent();
  }

  private ChangelogProblem maybeEdited(ChangeSet changeSet) {
    String classes =
        String.join(", ", changeSet.unloaded().map(ChangeSet.Unloaded::classes).orElse(List.of()));
    return new ChangelogProblem(
        changeSet.location(),
        "%s: change set %s may have been edited after it was applied: its checksum was %s and is now %s, computed without the class %s"
            .formatted(
                changeSet.location(),
                changeSet.identity(),
                storedChecksum(changeSet),
                changeSet.checksum(),
                classes),
        "If the change set was edited, restore its text",
        Set.of(changeSet.identity()),
        ChangelogProblem.Effect.WARNING,
        ChangelogProblem.Kind.EDITED);
  }

  private ConfigurationFailure edited(ChangeSet changeSet) {
    return new ConfigurationFailure(
        "Could not plan %s: change set %s was edited after it was applied (its checksum was %s and is now %s)"
            .formatted(
                changeSet.location(),
                changeSet.identity(),
                storedChecksum(changeSet),
                changeSet.checksum()),
        changeSet.identity().isRawFile()
            ? "Restore the file and put the change into a new one"
            : "Restore its text and put the change into a new change set; or, if the new text is equivalent, add validCheckSum %s to the change set"
                .formatted(storedChecksum(changeSet)));
  }

  /// Returns the change sets that were edited after they were applied, except those with
  /// `runOnChange` or `runAlways`.
  List<ChangeSet> edited() {
    return changelog.changeSets().stream().filter(this::isEdited).toList();
  }

  private String storedChecksum(ChangeSet changeSet) {
    HistoryRow row = applied.get(changeSet.identity());
    return row == null ? "none" : row.storedChecksum().orElse("none");
  }

  private boolean isEdited(ChangeSet changeSet) {
    HistoryRow row = applied.get(changeSet.identity());
    return row != null
        && !changeSet.runOnChange()
        && !changeSet.runAlways()
        && !changeSet.accepts(row.checksum());
  }

  /// Adds a problem for change sets that were applied under another path, for example with another
  /// `SEARCH_PATH`. If this problem were not reported, these change sets would run a second time.
  private void addOtherPaths(List<ChangelogProblem> problems) {
    moved()
        .forEach(
            (path, changeSets) ->
                problems.add(
                    ChangelogProblem.of(
                        changeSets.getFirst().location(), underAnotherPath(changeSets, path))));
  }

  /// Returns whether a change set was applied under another path.
  boolean isMoved(ChangeSetId identity) {
    return moved().values().stream()
        .flatMap(List::stream)
        .anyMatch(changeSet -> changeSet.identity().equals(identity));
  }

  private Map<Moved, List<ChangeSet>> moved() {
    Map<Moved, List<ChangeSet>> known = moved;
    if (known == null) {
      known = findMoved();
      moved = known;
    }
    return known;
  }

  private Map<Moved, List<ChangeSet>> findMoved() {
    Map<ChangeSetId, List<HistoryRow>> byName = new HashMap<>();
    Set<ChangeSetId> known = known();
    applied.values().stream()
        .filter(row -> !known.contains(row.changeSet()))
        .forEach(
            row -> byName.computeIfAbsent(name(row.changeSet()), _ -> new ArrayList<>()).add(row));
    Set<String> paths = paths(known);
    Map<Moved, List<ChangeSet>> found = new LinkedHashMap<>();
    for (ChangeSet changeSet : changelog.changeSets()) {
      if (!applied.containsKey(changeSet.identity())) {
        byName.getOrDefault(name(changeSet.identity()), List.of()).stream()
            .filter(row -> isTheSame(row, changeSet, paths))
            .findFirst()
            .map(row -> new Moved(row.changeSet().path(), changeSet.identity().path()))
            .ifPresent(path -> found.computeIfAbsent(path, _ -> new ArrayList<>()).add(changeSet));
      }
    }
    return found;
  }

  /// The path of change sets in the history, and their present path. A path belongs to a whole
  /// file, so all change sets of the file share one problem.
  private record Moved(String from, String to) {}

  private static ChangeSetId name(ChangeSetId identity) {
    return identity.withPath("");
  }

  private Set<String> paths(Set<ChangeSetId> known) {
    Set<String> paths = new HashSet<>();
    known.forEach(identity -> paths.add(HistoryPath.normalized(identity.path())));
    changelog.ownPaths().values().forEach(path -> paths.add(HistoryPath.normalized(path)));
    return paths;
  }

  /// Returns whether a history row with the same id and author belongs to this change set. The
  /// checksum decides. If somebody cleared the checksum, the path of the row decides: if the
  /// changelog still has a file with this path, the row belongs to a change set that was removed
  /// from that file. Otherwise the row may belong to this change set, and counts as a match.
  private static boolean isTheSame(HistoryRow row, ChangeSet changeSet, Set<String> paths) {
    return row.storedChecksum()
        .map(changeSet::hasChecksum)
        .orElseGet(() -> !paths.contains(HistoryPath.normalized(row.changeSet().path())));
  }

  private static ConfigurationFailure underAnotherPath(List<ChangeSet> changeSets, Moved path) {
    ChangeSet first = changeSets.getFirst();
    int more = changeSets.size() - 1;
    return new ConfigurationFailure(
        "Could not plan %s: the history has change set %s by %s%s as applied from %s, but in this changelog %s path is %s"
            .formatted(
                first.location(),
                first.identity().id(),
                first.identity().author(),
                more == 0 ? "" : " and " + more + " more",
                path.from(),
                more == 0 ? "its" : "their",
                path.to()),
        "Set SEARCH_PATH so that the path is %s again, or %s"
            .formatted(
                path.from(),
                first.identity().isRawFile()
                    ? "move the file back"
                    : "give the file this logicalFilePath"));
  }

  List<HistoryRow> unknown(List<HistoryRow> history) {
    Set<ChangeSetId> known = known();
    return history.stream().filter(row -> !known.contains(row.changeSet())).toList();
  }

  private Set<ChangeSetId> known() {
    Set<ChangeSetId> known = new HashSet<>(changelog.others());
    changelog.changeSets().forEach(changeSet -> known.add(changeSet.identity()));
    return known;
  }

  /// Returns the change sets that never ran but are listed before an applied change set.
  List<ChangeSet> outOfOrder() {
    List<ChangeSet> late = new ArrayList<>();
    List<ChangeSet> waiting = new ArrayList<>();
    for (ChangeSet changeSet : changelog.changeSets()) {
      if (applied.containsKey(changeSet.identity())) {
        late.addAll(waiting);
        waiting.clear();
      } else {
        waiting.add(changeSet);
      }
    }
    return late;
  }
}
