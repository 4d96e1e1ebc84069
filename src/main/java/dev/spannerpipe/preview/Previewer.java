package dev.spannerpipe.preview;

import dev.spannerpipe.lint.ChangeSetEffects;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.Linter;
import dev.spannerpipe.lint.PlanChecks;
import dev.spannerpipe.lint.SchemaChecks;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.preview.replay.Replay;
import dev.spannerpipe.preview.replay.ReplayEmulator;
import dev.spannerpipe.preview.replay.ReplayedChangeSet;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Previews a changelog: plans it, replays the plan in an emulator, and judges what it does.
public final class Previewer {
  private final PreviewBasis basis;
  private final Changelog changelog;
  private final Map<ChangeSetId, Rollback> rollbacks;

  /// @param rollbacks how the change sets of the changelog are undone
  public Previewer(PreviewBasis basis, Changelog changelog, Map<ChangeSetId, Rollback> rollbacks) {
    this.basis = basis;
    this.changelog = changelog;
    this.rollbacks = Map.copyOf(rollbacks);
  }

  /// Returns the plan; it may have problems, and pending change sets nevertheless. Throws a
  /// `MigrationFailure` if a half-finished change set cannot be continued, or a precondition that
  /// needs no database requires a halt.
  public Plan plan() {
    return Planner.preview(
        basis.dialect(), changelog, basis.history(), basis.cursor(), basis.begun());
  }

  /// Replays the plan and returns what it does. Throws a `Failure` if the emulator does not answer.
  ///
  /// @param file the path of the changelog
  /// @param allowsLosses whether data losses are allowed; empty if a policy decides
  public Preview preview(
      Plan plan, ReplayEmulator emulator, String file, Optional<Boolean> allowsLosses) {
    return preview(plan, Replay.run(emulator, setup(), plan), file, allowsLosses);
  }

  Preview preview(Plan plan, Replay.Result replay, String file, Optional<Boolean> allowsLosses) {
    SchemaEffects.All effects = SchemaEffects.of(basis.dialect(), replay, basis.sizes());
    List<ChangeSetEffects> ofChangeSets =
        effects.results().stream().map(SchemaEffects.Result::effects).toList();
    return new Preview(
        basis.baseline(),
        file,
        basis.notes(),
        replay.plan(),
        effects.results().stream().map(Previewer::previewed).toList(),
        Linter.lint(ofChangeSets, others(plan, effects)),
        CostOfPlan.of(plan, ofChangeSets),
        allowsLosses,
        replay.missing(),
        replay.incomplete());
  }

  /// Returns the preview of a plan in which nothing is pending. It needs no emulator.
  public Preview withoutReplay(Plan plan, String file, Optional<Boolean> allowsLosses) {
    SchemaEffects.All effects =
        SchemaEffects.none(basis.dialect(), basis.definition().statements(), basis.bookkeeping());
    return new Preview(
        basis.baseline(),
        file,
        basis.notes(),
        plan,
        List.of(),
        Linter.lint(List.of(), others(plan, effects)),
        CostOfPlan.of(plan, List.of()),
        allowsLosses,
        Set.of(),
        Map.of());
  }

  Replay.Setup setup() {
    return new Replay.Setup(
        basis.dialect(),
        basis.definition().statements(),
        basis.bookkeeping(),
        basis.definition().descriptors(),
        basis.applied(),
        basis.history(),
        basis.rows());
  }

  /// Returns the findings that are not about effects.
  private List<LintFinding> others(Plan plan, SchemaEffects.All effects) {
    List<LintFinding> others = new ArrayList<>(PlanChecks.check(plan, changelog));
    PlanChecks.undo(changeSets(plan), rollbacks).ifPresent(others::add);
    if (basis.baseline() instanceof Baseline.Live) {
      SchemaChecks.unknown(effects.baseline(), changelog).ifPresent(others::add);
    }
    effects.results().forEach(result -> others.addAll(ReplayFindings.of(result)));
    return others;
  }

  private static List<ChangeSet> changeSets(Plan plan) {
    return plan.pending().stream().map(PlannedChangeSet::changeSet).toList();
  }

  private static PreviewedChangeSet previewed(SchemaEffects.Result result) {
    ReplayedChangeSet replayed = result.replayed();
    return new PreviewedChangeSet(
        replayed.planned(),
        result.effects().effects(),
        dataChanges(replayed.planned()),
        replayed.rejected(),
        replayed.partial(),
        replayed.outcome(),
        replayed.outcomeUnknown(),
        result.rowsLost());
  }

  private static int dataChanges(PlannedChangeSet planned) {
    return (int)
        planned.rest().stream()
            .map(Step::kind)
            .filter(kind -> kind == StatementKind.DML || kind == StatementKind.PARTITIONED_DML)
            .count();
  }
}
