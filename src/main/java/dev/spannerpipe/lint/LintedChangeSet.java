package dev.spannerpipe.lint;

import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.effect.CreatedObjectNames;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A change set as checks see it: its own effects and statements, the schemas right before and
/// after it, and the schema at the end of the plan. Not thread-safe.
final class LintedChangeSet {
  private final ChangeSetEffects given;
  private final OldTables tables;
  private final SchemaModel last;
  private @Nullable Causes causes;

  private LintedChangeSet(ChangeSetEffects given, OldTables tables, SchemaModel last) {
    this.given = given;
    this.tables = tables;
    this.last = last;
  }

  /// Returns the change sets of a plan, in its order.
  static List<LintedChangeSet> of(List<ChangeSetEffects> plan) {
    List<LintedChangeSet> linted = new ArrayList<>();
    if (!plan.isEmpty()) {
      OldTables tables = OldTables.of(plan.getFirst().before());
      for (ChangeSetEffects each : apart(plan)) {
        tables = tables.after(each.effects());
        linted.add(new LintedChangeSet(each, tables, plan.getLast().after()));
      }
    }
    return linted;
  }

  /// Gives change sets that share their schemas schemas of their own, so that checks find the same
  /// as if the change sets had been replayed one by one. Such change sets have only statements that
  /// the database accepted.
  private static List<ChangeSetEffects> apart(List<ChangeSetEffects> plan) {
    List<ChangeSetEffects> apart = new ArrayList<>();
    SchemaModel model = plan.getFirst().before();
    for (int i = 0; i < plan.size(); i++) {
      ChangeSetEffects each = plan.get(i);
      SchemaModel before = i > 0 && isShared(plan.get(i - 1), each) ? model : each.before();
      boolean shared = i + 1 < plan.size() && isShared(each, plan.get(i + 1));
      model = shared ? SchemaStatements.apply(before, schemaChanges(each)) : each.after();
      apart.add(
          new ChangeSetEffects(
              each.changeSet(),
              each.steps(),
              before,
              model,
              each.effects(),
              each.created(),
              each.sizes()));
    }
    return apart;
  }

  private static boolean isShared(ChangeSetEffects one, ChangeSetEffects other) {
    return one.before().equals(other.before()) && one.after().equals(other.after());
  }

  private static List<String> schemaChanges(ChangeSetEffects changeSet) {
    return changeSet.steps().stream()
        .filter(LintedChangeSet::isSchemaChange)
        .map(Step::text)
        .toList();
  }

  private static boolean isSchemaChange(Step step) {
    return step instanceof Step.Sql && step.kind() == StatementKind.DDL;
  }

  Dialect dialect() {
    return given.before().dialect();
  }

  /// Returns the schema before the change set.
  SchemaModel before() {
    return given.before();
  }

  /// Returns the schema after the change set.
  SchemaModel after() {
    return given.after();
  }

  /// Returns the schema after the plan. A rule that misses something, such as a grant, looks here,
  /// because a later change set may add it.
  SchemaModel last() {
    return last;
  }

  /// Returns what earlier change sets created.
  CreatedObjectNames created() {
    return given.created();
  }

  /// Returns whether it is executed in each run.
  boolean runAlways() {
    return given.changeSet().runAlways();
  }

  /// Returns whether it is executed again when it was edited.
  boolean runOnChange() {
    return given.changeSet().runOnChange();
  }

  List<Step> steps() {
    return given.steps();
  }

  /// Returns the statements that change the schema, without those that are generated from the live
  /// schema.
  List<Step> schemaChanges() {
    return steps().stream().filter(LintedChangeSet::isSchemaChange).toList();
  }

  /// Returns the head of a schema change.
  SchemaChange head(Step step) {
    return SchemaChange.of(dialect(), step.text());
  }

  Name name(String text) {
    return Name.of(dialect(), text);
  }

  List<Effect> effects() {
    return given.effects();
  }

  /// Returns what the change set adds of these kinds.
  Stream<Effect> added(ObjectKind... kinds) {
    return effects().stream().filter(Effect.Added.class::isInstance).filter(isOf(kinds));
  }

  /// Returns what the change set drops of these kinds.
  Stream<Effect> dropped(ObjectKind... kinds) {
    return effects().stream().filter(Effect.Dropped.class::isInstance).filter(isOf(kinds));
  }

  private static java.util.function.Predicate<Effect> isOf(ObjectKind... kinds) {
    return effect -> List.of(kinds).contains(effect.object().kind());
  }

  /// Returns how the change set changes this aspect of objects of this kind.
  Stream<Effect.Changed> changed(ObjectKind kind, Aspect aspect) {
    return effects().stream()
        .filter(Effect.Changed.class::isInstance)
        .map(Effect.Changed.class::cast)
        .filter(each -> each.object().kind() == kind && each.property().aspect() == aspect);
  }

  /// Returns whether the change set adds this object or part.
  boolean adds(ObjectName object) {
    return added(object.kind()).anyMatch(effect -> effect.object().equals(object));
  }

  /// Returns the tables that the change set creates.
  List<Table> newTables() {
    return added(ObjectKind.TABLE)
        .flatMap(effect -> after().table(effect.object().name()).stream())
        .toList();
  }

  /// Returns whether a table may have rows that the plan did not make, because it existed before
  /// the plan.
  boolean isOld(Name table) {
    return tables.original(table).isPresent();
  }

  /// Returns the size of a table before the plan in bytes; empty if it is not known.
  OptionalLong size(Name table) {
    return tables.original(table).map(given.sizes()::of).orElse(OptionalLong.empty());
  }

  /// Returns a finding on the statement that causes an effect, with the rule's usual severity.
  LintFinding finding(LintRule rule, Effect effect, String message, String fix) {
    return LintFinding.of(rule, causes().of(effect), given.changeSet().identity(), message, fix)
        .about(subject(effect));
  }

  /// Returns a finding on a step.
  LintFinding finding(LintRule rule, Step step, String message, String fix) {
    return LintFinding.of(rule, step.location(), given.changeSet().identity(), message, fix)
        .about(step.text());
  }

  /// Returns a finding about the change set as a whole.
  LintFinding finding(LintRule rule, String message, String fix) {
    return LintFinding.of(
        rule, given.changeSet().location(), given.changeSet().identity(), message, fix);
  }

  private static String subject(Effect effect) {
    return switch (effect) {
      case Effect.Added(ObjectName object) -> object.toString();
      case Effect.Dropped(ObjectName object) -> object.toString();
      case Effect.Changed changed -> changed.object() + ": " + changed.property();
      case Effect.Lost lost -> lost.object() + ": " + lost.property();
    };
  }

  private Causes causes() {
    Causes known = causes;
    if (known == null) {
      known = new Causes(given);
      causes = known;
    }
    return known;
  }
}
