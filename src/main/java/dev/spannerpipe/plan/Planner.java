package dev.spannerpipe.plan;

import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Creates a plan: which change sets are pending in a database, and how they are executed. The
/// result depends only on the arguments.
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

  /// Returns the plan. It lists all problems at once: applied change sets that were edited or moved
  /// to another path, pending changes that are impossible or too large, and problems of the
  /// changelog files. A plan with problems has no pending change sets.
  ///
  /// @param history the rows of `DATABASECHANGELOG`
  /// @param cursor how far a half-finished change set got, if there is one
  /// @param begun the plan that an earlier run began and did not finish, if there is one
  /// @throws MigrationFailure if a half-finished change set cannot be continued, or a precondition
  ///   does not hold and requires a halt
  public static Plan plan(
      Dialect dialect,
      Changelog changelog,
      List<HistoryRow> history,
      Optional<Cursor> cursor,
      Optional<UnfinishedDeployment> begun) {
    return new Planner(dialect, changelog, history).plan(cursor, begun);
  }

  /// Returns the change sets that were edited after they were applied. [#plan] reports the same
  /// change sets as problems.
  public static List<ChangeSet> edited(
      Dialect dialect, Changelog changelog, List<HistoryRow> history) {
    Planner planner = new Planner(dialect, changelog, history);
    return new HistoryCheck(planner.changelog, planner.applied).edited();
  }

  /// Returns the plan for a preview. It is the same plan as that of [#plan], but if it has
  /// problems, it has pending change sets nevertheless, so that a preview can show the rest. Change
  /// sets that were applied under another path are not pending.
  ///
  /// @throws MigrationFailure for the same reasons as [#plan]
  public static Plan preview(
      Dialect dialect,
      Changelog changelog,
      List<HistoryRow> history,
      Optional<Cursor> cursor,
      Optional<UnfinishedDeployment> begun) {
    Planner planner = new Planner(dialect, changelog, history);
    HistoryCheck check = new HistoryCheck(planner.changelog, planner.applied);
    return planner.plan(
        check, cursor, begun, candidate -> !check.isMoved(candidate.changeSet().identity()));
  }

  private Plan plan(Optional<Cursor> cursor, Optional<UnfinishedDeployment> begun) {
    // If the changelog has problems, nothing runs. So its preconditions need not be evaluated.
    return plan(new HistoryCheck(changelog, applied), cursor, begun, _ -> false);
  }

  /// @param shown whether a change set is pending although the changelog has problems
  private Plan plan(
      HistoryCheck check,
      Optional<Cursor> cursor,
      Optional<UnfinishedDeployment> begun,
      Predicate<PlannedChangeSet> shown) {
    Optional<Continuation> continuation = begun.flatMap(this::continuation);
    List<PlannedChangeSet> candidates = candidates(continuation);
    candidates = HalfFinished.resume(candidates, cursor);
    List<ChangelogProblem> problems = problems(check, candidates);
    PreconditionEvaluator conditions =
        PreconditionEvaluator.apply(
            problems.isEmpty() ? candidates : candidates.stream().filter(shown).toList());
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
            .map(Continuation::content)
            .orElseGet(() -> content(candidatesOf(this::isPending))),
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
    // List the problems of the files before the problems of change sets, which may result from
    // them.
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

  /// The plan that an earlier run began and that this run continues: the plan's content, and the
  /// `DEPLOYMENT_ID` of the history rows that the earlier run wrote.
  private record Continuation(PlanContent content, String deploymentId) {}

  /// Returns the begun plan if the pending change sets are exactly the rest of the begun plan. To
  /// check this, computes the digest of the pending change sets together with those that have the
  /// `DEPLOYMENT_ID` of the begun plan, and compares this digest with that of the begun plan.
  private Optional<Continuation> continuation(UnfinishedDeployment begun) {
    PlanContent whole =
        content(
            candidatesOf(
                changeSet -> isPending(changeSet) || ranIn(begun.deploymentId(), changeSet)));
    return whole.sha256().equals(begun.planSha256())
        ? Optional.of(new Continuation(whole, begun.deploymentId()))
        : Optional.empty();
  }

  private PlanContent content(List<ChangeSet> changeSets) {
    return PlanContent.of(dialect, changelog.precondition(), changeSets);
  }

  private List<ChangeSet> candidatesOf(Predicate<ChangeSet> wanted) {
    return changelog.changeSets().stream().filter(wanted).toList();
  }

  /// Returns whether a change set counts as applied: it is in the history and, if it has
  /// `runOnChange` or `runAlways`, was not edited after it ran.
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

  /// Returns the change sets of the begun plan that were executed. Skips change sets that were only
  /// marked as run, because they created nothing.
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
      // A continued plan does not run a change set a second time, not even with runAlways.
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
