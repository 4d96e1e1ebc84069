package dev.spannerpipe.plan;

import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes the plan: what of a changelog is pending in a database, and how it is executed. A pure
/// function.
public final class Planner {
  private final Dialect dialect;
  private final Changelog changelog;
  private final Map<ChangeSetId, HistoryRow> applied = new HashMap<>();
  private final Map<ChangeSetId, ChangeSet> editable = new HashMap<>();
  private final List<HistoryRow> history;

  private Planner(Dialect dialect, Changelog changelog, List<HistoryRow> history) {
    this.dialect = dialect;
    this.changelog = changelog.asRecordedIn(history);
    this.history = history;
    history.forEach(row -> applied.put(row.changeSet(), row));
    this.changelog.changeSets().stream()
        .filter(changeSet -> changeSet.runOnChange() || changeSet.runAlways())
        .forEach(changeSet -> editable.put(changeSet.identity(), changeSet));
  }

  /// Returns the plan, with all that is wrong with the changelog: a change set was edited after it
  /// was applied, the history knows the change sets by another path, a pending one holds a change
  /// that cannot be done, or the files have problems of their own. Then nothing is pending in it.
  ///
  /// @param history the rows of `DATABASECHANGELOG`
  /// @param cursor the half-finished change set, if there is one
  /// @param begun the plan that an earlier run began, if it did not finish it
  /// @throws MigrationFailure if a half-finished change set cannot be gone on with, or a
  ///   precondition says to halt
  public static Plan plan(
      Dialect dialect,
      Changelog changelog,
      List<HistoryRow> history,
      Optional<Cursor> cursor,
      Optional<UnfinishedDeployment> begun) {
    return new Planner(dialect, changelog, history).plan(cursor, begun);
  }

  /// Returns the change sets that were edited after they were applied: those of which [#plan] says
  /// so.
  public static List<ChangeSet> edited(
      Dialect dialect, Changelog changelog, List<HistoryRow> history) {
    Planner planner = new Planner(dialect, changelog, history);
    return new HistoryCheck(planner.changelog, planner.applied).edited();
  }

  private Plan plan(Optional<Cursor> cursor, Optional<UnfinishedDeployment> begun) {
    HistoryCheck check = new HistoryCheck(changelog, applied);
    Optional<Continuation> continuation = begun.flatMap(this::continuation);
    List<PlannedChangeSet> candidates = candidates(continuation);
    candidates = HalfFinished.resume(candidates, cursor);
    List<ChangelogProblem> problems = problems(check, candidates);
    // What a precondition says of a changelog that is not run anyway helps nobody.
    PreconditionEvaluator conditions =
        PreconditionEvaluator.apply(problems.isEmpty() ? candidates : List.<PlannedChangeSet>of());
    return new Plan(
        dialect,
        conditions.pending(),
        new Batcher(dialect).all(conditions.pending()),
        check.unknown(history),
        check.outOfOrder(),
        conditions.notices(),
        (int)
            changelog.changeSets().stream()
                .filter(changeSet -> applied.containsKey(changeSet.identity()))
                .count(),
        continuation.isPresent(),
        continuation.map(this::done).orElse(List.of()),
        List.of(),
        List.of(),
        continuation
            .map(Continuation::digest)
            .orElseGet(() -> digest(candidatesOf(this::isPending))),
        problems,
        warnings(check));
  }

  private List<ChangelogProblem> warnings(HistoryCheck check) {
    return ChangelogProblem.inOrder(
        Stream.concat(
                check.warnings().stream(),
                changelog.problems().stream().filter(problem -> problem.isWarning(this::isApplied)))
            .toList());
  }

  private List<ChangelogProblem> problems(HistoryCheck check, List<PlannedChangeSet> candidates) {
    List<ChangelogProblem> problems = new ArrayList<>(check.problems());
    // A mistake in a file before what follows from it for a change set.
    problems.addAll(
        ChangelogProblem.inOrder(
            changelog.problems().stream()
                .filter(problem -> problem.isRejected(this::isApplied))
                .toList()));
    for (PlannedChangeSet candidate : candidates) {
      problems.addAll(candidate.changeSet().problems());
      problems.addAll(StatementLength.problems(candidate));
      problems.addAll(TransactionSize.problems(candidate));
    }
    return problems;
  }

  /// A plan that goes on: its digest, and the deployment whose change sets it counts as its own.
  private record Continuation(String digest, String deploymentId) {}

  /// The rest of a plan is that plan, if the plan can be made up again from what is pending and
  /// what its deployment did.
  private Optional<Continuation> continuation(UnfinishedDeployment begun) {
    String digest =
        digest(
            candidatesOf(
                changeSet -> isPending(changeSet) || ranIn(begun.deploymentId(), changeSet)));
    return digest.equals(begun.planSha256())
        ? Optional.of(new Continuation(digest, begun.deploymentId()))
        : Optional.empty();
  }

  private String digest(List<ChangeSet> pending) {
    return PlanDigest.of(dialect, pending, changelog.precondition());
  }

  private List<ChangeSet> candidatesOf(java.util.function.Predicate<ChangeSet> wanted) {
    return changelog.changeSets().stream().filter(wanted).toList();
  }

  /// Returns whether a change set ran as it is written now. One that may be edited is pending again
  /// once it was.
  private boolean isApplied(ChangeSetId identity) {
    HistoryRow row = applied.get(identity);
    ChangeSet mayBeEdited = editable.get(identity);
    return row != null && (mayBeEdited == null || mayBeEdited.accepts(row.checksum()));
  }

  private boolean isPending(ChangeSet changeSet) {
    return reason(changeSet).isPresent();
  }

  private boolean ranIn(String deploymentId, ChangeSet changeSet) {
    HistoryRow row = applied.get(changeSet.identity());
    return row != null && deploymentId.equals(row.deploymentId());
  }

  /// What was only marked as run created nothing.
  private List<ChangeSet> done(Continuation plan) {
    return candidatesOf(changeSet -> ranIn(plan.deploymentId(), changeSet) && !isMarked(changeSet));
  }

  private boolean isMarked(ChangeSet changeSet) {
    HistoryRow row = applied.get(changeSet.identity());
    return row != null && row.execType() == HistoryRow.ExecType.MARK_RAN;
  }

  private List<PlannedChangeSet> candidates(Optional<Continuation> continuation) {
    List<PlannedChangeSet> candidates = new ArrayList<>();
    for (ChangeSet changeSet : changelog.changeSets()) {
      // What the plan that goes on has run already, it does not run a second time, not even with
      // runAlways.
      if (continuation.filter(plan -> ranIn(plan.deploymentId(), changeSet)).isEmpty()) {
        reason(changeSet)
            .ifPresent(reason -> candidates.add(new PlannedChangeSet(changeSet, reason, 0)));
      }
    }
    return candidates;
  }

  private Optional<PlannedChangeSet.Reason> reason(ChangeSet changeSet) {
    HistoryRow row = applied.get(changeSet.identity());
    if (row == null) {
      return Optional.of(PlannedChangeSet.Reason.NEW);
    }
    if (changeSet.runAlways()) {
      return Optional.of(PlannedChangeSet.Reason.RUN_ALWAYS);
    }
    return changeSet.accepts(row.checksum()) || !changeSet.runOnChange()
        ? Optional.empty()
        : Optional.of(PlannedChangeSet.Reason.CHANGED);
  }
}
