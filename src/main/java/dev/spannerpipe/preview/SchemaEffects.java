package dev.spannerpipe.preview;

import dev.spannerpipe.lint.ChangeSetEffects;
import dev.spannerpipe.lint.TableSizes;
import dev.spannerpipe.plan.Precondition.Outcome;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.preview.replay.RejectedStatement;
import dev.spannerpipe.preview.replay.RejectionKind;
import dev.spannerpipe.preview.replay.Replay;
import dev.spannerpipe.preview.replay.ReplayedChangeSet;
import dev.spannerpipe.preview.replay.ReplayedGroup;
import dev.spannerpipe.preview.replay.ReplayedStatement;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.schema.ddl.StatementFacts;
import dev.spannerpipe.schema.effect.CreatedObjectNames;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.schema.effect.Effects;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds out what each replayed change set does to the schema.
final class SchemaEffects {
  private final TableSizes sizes;
  private final ReplayedSchemas schemas;
  private final List<Result> results = new ArrayList<>();
  private CreatedObjectNames created = CreatedObjectNames.NONE;

  private SchemaEffects(Dialect dialect, TableSizes sizes) {
    this.sizes = sizes;
    this.schemas = new ReplayedSchemas(dialect);
  }

  /// What a change set does to the schema.
  ///
  /// @param unknown the columns of which nobody knows whether Spanner keeps their default and their
  ///   `NOT NULL`
  /// @param rowsLost whether the emulator was restarted before the change set
  record Result(
      ReplayedChangeSet replayed,
      ChangeSetEffects effects,
      Set<ObjectName> unknown,
      boolean rowsLost) {
    Result {
      unknown = Set.copyOf(unknown);
    }
  }

  /// The schema before the change sets, and what each of them does to it.
  ///
  /// @param results one for each replayed change set, in their order
  record All(SchemaModel baseline, List<Result> results) {
    All {
      results = List.copyOf(results);
    }
  }

  static All of(Dialect dialect, Replay.Result replay, TableSizes sizes) {
    SchemaEffects effects = new SchemaEffects(dialect, sizes);
    effects.schemas.begin(replay.baseline(), replay.definition());
    SchemaModel baseline = effects.schemas.model();
    replay.groups().forEach(effects::add);
    return new All(baseline, effects.results);
  }

  /// Returns the schema of a definition, without any change sets.
  ///
  /// @param bookkeeping the names of the book-keeping tables, in upper case
  static All none(Dialect dialect, List<String> definition, Set<String> bookkeeping) {
    SchemaModel all = SchemaReader.read(dialect, definition);
    SchemaModel model = all;
    for (SchemaObject object : all.objects()) {
      String table =
          object instanceof Index index ? index.table().text() : object.name().name().text();
      if (bookkeeping.contains(table.toUpperCase(Locale.ROOT))) {
        model = model.without(object.name());
      }
    }
    return new All(model, List.of());
  }

  private void add(ReplayedGroup group) {
    for (ReplayedSchemas.Step step : schemas.after(group)) {
      add(step, group.rowsLost());
    }
  }

  private void add(ReplayedSchemas.Step step, boolean rowsLost) {
    ReplayedChangeSet changeSet = step.changeSet();
    SchemaModel from = step.before();
    SchemaModel to = step.after();
    Set<ObjectName> unknown = step.declared().uncertain();
    StatementFacts facts =
        StatementFacts.of(
            from, changeSet.statements().stream().map(ReplayedStatement::text).toList());
    List<Effect> all = Effects.between(from, to, facts);
    List<Effect> known = all.stream().filter(effect -> !isUnknown(effect, unknown)).toList();
    Set<ObjectName> doubtful = new HashSet<>();
    all.stream()
        .filter(effect -> isUnknown(effect, unknown))
        .forEach(e -> doubtful.add(e.object()));
    ChangeSetEffects effects =
        new ChangeSetEffects(
            changeSet.planned().changeSet(), steps(changeSet), from, to, known, created, sizes);
    results.add(new Result(changeSet, effects, doubtful, rowsLost));
    created = created.after(known);
  }

  private static boolean isUnknown(Effect effect, Set<ObjectName> unknown) {
    return unknown.contains(effect.object())
        && effect instanceof Effect.Lost lost
        && (lost.property().aspect() == Aspect.DEFAULT
            || lost.property().aspect() == Aspect.NOT_NULL);
  }

  /// Returns the steps of a change set, without those that Spanner would reject. A change set whose
  /// precondition does not hold has none.
  private static List<Step> steps(ReplayedChangeSet changeSet) {
    boolean runs =
        changeSet.outcome().filter(outcome -> !(outcome instanceof Outcome.Run)).isEmpty();
    return runs
        ? changeSet.planned().rest().stream()
            .filter(step -> changeSet.rejected().stream().noneMatch(each -> isAbout(each, step)))
            .toList()
        : List.of();
  }

  private static boolean isAbout(RejectedStatement rejected, Step step) {
    return rejected.kind() == RejectionKind.CERTAIN
        && rejected.location().equals(step.location())
        && rejected.statement().equals(step.text());
  }
}
