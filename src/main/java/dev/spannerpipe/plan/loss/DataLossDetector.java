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

/// Finds the data and the parts of definitions that a plan loses. It reads the live schema if the
/// statements alone are not enough. Dropping an object that the plan itself created is no loss,
/// since a new database runs the whole history. The same holds for an object that was created by
/// the unfinished deployment that the plan continues.
///
/// An object that an unfinished deployment created with `IF NOT EXISTS` counts as its own, too. If
/// the object had existed before, the gate of that deployment would have found the loss.
///
/// A detector serves one plan and is used before any of it runs. So it knows what existed before,
/// even while the plan runs. Not thread-safe.
public final class DataLossDetector {
  private final Dialect dialect;
  private final LiveDatabase database;
  private final CreatedObjects created;
  private final LossJudgment judgment;
  private final DefinitionLosses definitions;

  /// For each step whose statements are made while the plan runs: what the steps before it created.
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

  /// Returns the plan with what its statements lose, in the order of the statements.
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
      copy.settle();
      copy.executed();
      before.put(step, copy);
    }
    List<DataLoss> losses = new ArrayList<>();
    if (step instanceof Step.Sql sql) {
      // Only this kind can lose a definition: statements from the live schema restate it, and drop
      // only what the change names.
      ofDefinitions.addAll(definitions.of(planned.changeSet(), sql.location(), sql.text()));
    }
    for (String statement : statements(step)) {
      losses.addAll(judgment.losses(planned.changeSet(), step.location(), statement));
      learn(statement, certainty(planned));
    }
    return losses;
  }

  /// Returns what the statements of a live step lose, just before they are sent.
  public List<DataLoss> of(ChangeSet changeSet, Step.Live step, List<String> statements) {
    LiveObjects live = new LiveObjects(dialect, database);
    CreatedObjects known = before.getOrDefault(step, new CreatedObjects(dialect, live));
    LossJudgment now = new LossJudgment(dialect, known, live);
    return statements.stream()
        .flatMap(statement -> now.losses(changeSet, step.location(), statement).stream())
        .toList();
  }

  /// A step whose statements cannot be made from the current schema is assessed just before it is
  /// sent.
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
