package dev.spannerpipe.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A changelog as read for one dialect, one context and one label expression.
///
/// @param changeSets those that may run here, in order
/// @param others those that are in the files too but are left out by context, label, `dbms` or
///   `ignore`
/// @param precondition what must hold before anything of it runs
/// @param ownPaths the paths of the files that hold them, for those that have another one, a
///   logical path, in their name
/// @param problems what is wrong with the files
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

  /// Makes one without logical paths and problems.
  public Changelog(
      List<ChangeSet> changeSets, Set<ChangeSetId> others, Optional<Precondition> precondition) {
    this(changeSets, others, precondition, Map.of(), List.of());
  }

  /// Returns it with more problems, in front of its own.
  public Changelog with(List<ChangelogProblem> more) {
    return new Changelog(
        changeSets,
        others,
        precondition,
        ownPaths,
        Stream.concat(more.stream(), problems.stream()).toList());
  }

  /// Returns the same change sets with the names under which this history has them: a version of
  /// Liquibase may have stored another path, or another id, than today's would.
  public Changelog asRecordedIn(List<HistoryRow> history) {
    return RecordedIdentities.in(this, history);
  }
}
