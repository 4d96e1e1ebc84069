package dev.spannerpipe.plan;

import dev.spannerpipe.sql.Dialect;
import java.util.List;

/// What one run is going to do to one database.
///
/// @param pending the change sets that will run, in order
/// @param segments how they are executed, as long as every precondition holds
/// @param unknown applied change sets that the changelog does not have
/// @param outOfOrder pending change sets that stand before one that is applied already (a late
///   merge)
/// @param notices what a person should know: conditions that do not hold and what follows
/// @param applied how many change sets of the changelog are applied
/// @param continued whether it is the rest of a plan that an earlier run began
/// @param done the change sets that ran in that deployment
/// @param losses what its statements lose; none before [DataLossDetector#assess]
/// @param definitionLosses what its statements drop of live columns without naming it; none before
///   [DataLossDetector#assess]
/// @param digest SHA-256 of the plan, in lowercase hexadecimal; the same for the same changelog and
///   the same pending set
/// @param problems why nothing of it may run; usually none
/// @param warnings what else a person should know of the changelog's files
public record Plan(
    Dialect dialect,
    List<PlannedChangeSet> pending,
    List<Segment> segments,
    List<HistoryRow> unknown,
    List<ChangeSet> outOfOrder,
    List<String> notices,
    int applied,
    boolean continued,
    List<ChangeSet> done,
    List<DataLoss> losses,
    List<DefinitionLoss> definitionLosses,
    String digest,
    List<ChangelogProblem> problems,
    List<ChangelogProblem> warnings) {
  /// Makes one that continues none.
  public Plan(
      Dialect dialect,
      List<PlannedChangeSet> pending,
      List<Segment> segments,
      List<HistoryRow> unknown,
      List<ChangeSet> outOfOrder,
      List<String> notices,
      int applied,
      String digest) {
    this(
        dialect,
        pending,
        segments,
        unknown,
        outOfOrder,
        notices,
        applied,
        false,
        List.of(),
        List.of(),
        List.of(),
        digest,
        List.of(),
        List.of());
  }

  /// Copies the lists.
  public Plan {
    pending = List.copyOf(pending);
    segments = List.copyOf(segments);
    unknown = List.copyOf(unknown);
    outOfOrder = List.copyOf(outOfOrder);
    notices = List.copyOf(notices);
    done = List.copyOf(done);
    losses = List.copyOf(losses);
    definitionLosses = List.copyOf(definitionLosses);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /// Returns it with the data that its statements lose.
  public Plan with(List<DataLoss> found) {
    return with(found, definitionLosses);
  }

  /// Returns it with what its statements lose, of data and of definitions.
  public Plan with(List<DataLoss> found, List<DefinitionLoss> ofDefinitions) {
    return new Plan(
        dialect,
        pending,
        segments,
        unknown,
        outOfOrder,
        notices,
        applied,
        continued,
        done,
        found,
        ofDefinitions,
        digest,
        problems,
        warnings);
  }

  /// Returns this plan. Throws a `ConfigurationFailure` that has all of its problems.
  public Plan withoutProblems() {
    if (problems.isEmpty()) {
      return this;
    }
    throw ChangelogProblem.failure(problems);
  }

  /// Returns how many schema operations it takes.
  public long schemaOperations() {
    return segments.stream()
        .filter(
            segment -> segment.kind() == Segment.Kind.SCHEMA || segment.kind() == Segment.Kind.LIVE)
        .count();
  }
}
