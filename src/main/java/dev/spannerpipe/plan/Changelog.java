package dev.spannerpipe.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A changelog as it was read for a certain SQL dialect, context setting and label setting.
///
/// @param changeSets the change sets that no filter (context, label, `dbms` or `ignore`) excludes,
///   in order
/// @param others the change sets that are in the files, but that a filter excludes
/// @param precondition the condition that must hold before any change set runs
/// @param ownPaths maps the identity of a change set to the physical path of its file; only for
///   change sets whose identity has a logical path
/// @param problems the problems of the changelog files
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

  /// Returns this changelog with these problems added before its own problems.
  public Changelog with(List<ChangelogProblem> more) {
    return new Changelog(
        changeSets,
        others,
        precondition,
        ownPaths,
        Stream.concat(more.stream(), problems.stream()).toList());
  }

  /// Returns this changelog with the identities under which the history has recorded its change
  /// sets. Another version of Liquibase may have stored a different path or id.
  public Changelog asRecordedIn(List<HistoryRow> history) {
    return RecordedIdentities.in(this, history);
  }
}
