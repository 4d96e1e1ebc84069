package dev.spannerpipe.plan;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;

/// What one run will do to one database.
///
/// @param pending the change sets that will run or will be marked as run, in order
/// @param segments the parts in which the pending change sets are executed if every precondition
///   holds
/// @param unknown the history rows of applied change sets that are not in the changelog
/// @param outOfOrder pending change sets that the changelog lists before an applied change set (a
///   late merge)
/// @param notices messages about preconditions that do not hold, with the consequences
/// @param applied the number of change sets of the changelog that are already applied
/// @param continued whether this is the rest of a plan that an earlier run began
/// @param done if `continued`, the change sets that the earlier run already executed; otherwise
///   empty
/// @param losses the data losses that the plan's statements cause; empty until
///   [DataLossDetector#assess] determines them
/// @param definitionLosses the parts of live column definitions that the plan's statements drop
///   without naming them; empty until [DataLossDetector#assess] determines them
/// @param content what the plan's digest covers; if `continued`, the whole plan that the earlier
///   run began
/// @param problems the reasons why nothing of the plan may run; usually empty
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
    PlanContent content,
    List<ChangelogProblem> problems,
    List<ChangelogProblem> warnings) {
  /// Creates a plan that does not continue another plan, with the given digest.
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
        new PlanContent(
            dialect,
            Optional.empty(),
            pending.stream().map(PlannedChangeSet::changeSet).toList(),
            digest),
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

  /// Returns the SHA-256 of the plan, in lowercase hexadecimal. The same changelog and the same
  /// pending change sets give the same digest. A continued plan has the digest of the whole plan
  /// that the earlier run began.
  public String digest() {
    return content.sha256();
  }

  /// Returns this plan with the data losses that its statements cause.
  public Plan with(List<DataLoss> found) {
    return with(found, definitionLosses);
  }

  /// Returns this plan with the data losses and definition losses that its statements cause.
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
        content,
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
