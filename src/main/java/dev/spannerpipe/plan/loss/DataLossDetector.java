package dev.spannerpipe.plan.loss;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.DefinitionLoss;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.loss.CreatedObjects.Certainty;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// Finds the data, and the parts of column definitions, that a plan would lose. The detector reads
/// the live schema if the statements alone are not enough. Dropping an object that the plan itself
/// creates is no loss. Otherwise the plan for a new database, which runs the whole changelog, would
/// report losses of data that never existed there. If the plan continues an unfinished migration
/// run, dropping an object that the unfinished run created is no loss either.
///
/// An object that the unfinished run may have created with `IF NOT EXISTS` counts as created by
/// that run. If the object had existed before, dropping it would have been judged as a loss when
/// the unfinished run began.
///
/// Each detector serves one plan, and assesses the plan before any of its statements runs. So the
/// detector knows what existed before the plan, even while the plan runs. Not thread-safe.
public final class DataLossDetector {
  private final Dialect dialect;
  private final LiveDatabase database;
  private final CreatedObjects created;
  private final LossJudgment judgment;
  private final DefinitionLosses definitions;

  /// For each step whose statements are generated while the plan runs: the objects that the steps
  /// before it create. A step is a part of a change set.
  private final IdentityHashMap<Step, CreatedObjects> before = new IdentityHashMap<>();

  /// Creates a detector for this database and dialect.
  public DataLossDetector(Dialect dialect, LiveDatabase database) {
    this.dialect = dialect;
    this.database = database;
    LiveObjects live = new LiveObjects(dialect, database);
    this.created = new CreatedObjects(dialect, live);
    this.judgment = new LossJudgment(dialect, created, live);
    this.definitions = new DefinitionLosses(dialect, created, live);
  }

  /// Returns the plan with the losses that its statements cause, in the order of the statements.
  public Plan assess(Plan plan) {
    if (plan.continued()) {
      plan.done().forEach(changeSet -> changeSet.steps().forEach(this::ran));
      plan.pending().forEach(planned -> planned.done().forEach(this::ran));
      created.executed();
    }
    List<DataLoss> losses = new ArrayList<>();
    List<DefinitionLoss> ofDefinitions = new ArrayList<>();
    for (PlannedChangeSet planned : plan.pending()) {
      for (Step step : planned.rest()) {
        losses.addAll(assess(planned, step, ofDefinitions));
      }
    }
    return plan.with(losses, ofDefinitions);
  }

  private List<DataLoss> assess(
      PlannedChangeSet planned, Step step, List<DefinitionLoss> ofDefinitions) {
    if (step instanceof Step.Live) {
      CreatedObjects copy = created.copy();
      copy.resolveOrigins();
      copy.executed();
      before.put(step, copy);
    }
    List<DataLoss> losses = new ArrayList<>();
    if (step instanceof Step.Sql sql) {
      // Only a statement of the changelog can lose parts of a definition. A statement that is
      // generated from the live schema restates the definition, and drops only what the changelog
      // tells it to drop.
      ofDefinitions.addAll(definitions.of(planned.changeSet(), sql.location(), sql.text()));
    }
    for (String statement : statements(step)) {
      losses.addAll(judgment.losses(planned.changeSet(), step.location(), statement));
      learn(statement, certainty(planned));
    }
    return losses;
  }

  /// Returns the data losses of the statements that were generated from the live schema for a step.
  /// Used just before the statements are sent.
  public List<DataLoss> of(ChangeSet changeSet, Step.Live step, List<String> statements) {
    LiveObjects live = new LiveObjects(dialect, database);
    CreatedObjects known = before.getOrDefault(step, new CreatedObjects(dialect, live));
    LossJudgment now = new LossJudgment(dialect, known, live);
    return statements.stream()
        .flatMap(statement -> now.losses(changeSet, step.location(), statement).stream())
        .toList();
  }

  /// Returns the statements of a step; empty if they cannot be generated from the current schema.
  /// In that case, the statements are assessed only later, just before they are sent.
  private List<String> statements(Step step) {
    return switch (step) {
      case Step.Sql sql -> List.of(sql.text());
      case Step.Live made -> {
        try {
          yield made.resolver().resolve(database);
        } catch (Failure _) {
          yield List.of();
        }
      }
    };
  }

  private void ran(Step step) {
    if (step instanceof Step.Sql sql) {
      learn(sql.text(), Certainty.RAN);
    }
  }

  private void learn(String sql, Certainty certainty) {
    for (List<SqlToken> statement : SqlTokenizer.statements(dialect, sql)) {
      created.learn(SchemaChange.of(dialect, statement), certainty);
    }
  }

  private static Certainty certainty(PlannedChangeSet planned) {
    return planned.changeSet().failOnError() && !planned.queriesDatabaseFirst()
        ? Certainty.WILL_RUN
        : Certainty.MAY_RUN;
  }
}
