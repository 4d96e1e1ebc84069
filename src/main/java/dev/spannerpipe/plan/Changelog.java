package dev.spannerpipe.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A changelog as read for one dialect, one context and one label expression.
///
/// @param changeSets the change sets that may run here, in order
/// @param others the change sets that are in the files but are filtered out by context, label,
///   `dbms` or `ignore`
/// @param precondition what must hold before any change set runs
/// @param ownPaths for change sets whose id has a logical path: the path of the file that they are
///   in
/// @param problems the problems of the files
public record Changelog(
    List<ChangeSet> changeSets,
    Set<ChangeSetId> others,
    Optional<Precondition> precondition,
    Map<ChangeSetId, String> ownPaths,
    List<ChangelogProblem> problems) {
  /// Copies the collections.
  public Changelog {
    changeSets = List.copyOf(changeSets);
    others = Set.copyOf(others);
    ownPaths = Map.copyOf(ownPaths);
    problems = List.copyOf(problems);
  }

  /// Creates a changelog without logical paths and problems.
  public Changelog(
      List<ChangeSet> changeSets, Set<ChangeSetId> others, Optional<Precondition> precondition) {
    this(changeSets, others, precondition, Map.of(), List.of());
  }

  /// Returns the changelog with more problems before its own.
  public Changelog with(List<ChangelogProblem> more) {
    return new Changelog(
        changeSets,
        others,
        precondition,
        ownPaths,
        Stream.concat(more.stream(), problems.stream()).toList());
  }

  /// Returns the same change sets with the ids that this history has for them. Another version of
  /// Liquibase may have stored a different path or id than today's does.
  public Changelog asRecordedIn(List<HistoryRow> history) {
    return RecordedIdentities.in(this, history);
  }
}
