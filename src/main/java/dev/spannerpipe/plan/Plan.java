package dev.spannerpipe.plan;

import dev.spannerpipe.sql.Dialect;
import java.util.List;

/// What one run will do to one database.
///
/// @param pending the change sets that will run, in order
/// @param segments how they are executed, provided that every precondition holds
/// @param unknown applied change sets that are not in the changelog
/// @param outOfOrder pending change sets that are listed before one that is already applied (a late
///   merge)
/// @param notices preconditions that do not hold, and what follows from that
/// @param applied how many change sets of the changelog are applied
/// @param continued whether it is the rest of a plan that an earlier run began
/// @param done the change sets that ran in that deployment
/// @param losses the data that its statements lose; empty before [DataLossDetector#assess]
/// @param definitionLosses parts of live column definitions that its statements drop without naming
///   them; empty before [DataLossDetector#assess]
/// @param digest SHA-256 of the plan, in lowercase hexadecimal; the same changelog and the same
///   pending change sets give the same digest
/// @param problems why nothing of it may run; usually empty
/// @param warnings warnings about the changelog's files and checksums
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
  /// Creates a plan that does not continue another one.
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

  /// Returns the plan with the data that its statements lose.
  public Plan with(List<DataLoss> found) {
    return with(found, definitionLosses);
  }

  /// Returns the plan with the data and the parts of definitions that its statements lose.
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

  /// Returns this plan. Throws a `ConfigurationFailure` with all problems if there are any.
  public Plan withoutProblems() {
    if (problems.isEmpty()) {
      return this;
    }
    throw ChangelogProblem.failure(problems);
  }

  /// Returns the number of schema operations in the plan.
  public long schemaOperations() {
    return segments.stream()
        .filter(
            segment -> segment.kind() == Segment.Kind.SCHEMA || segment.kind() == Segment.Kind.LIVE)
        .count();
  }
}
