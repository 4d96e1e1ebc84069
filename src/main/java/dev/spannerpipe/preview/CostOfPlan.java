package dev.spannerpipe.preview;

import dev.spannerpipe.lint.ChangeSetEffects;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.preview.Cost.Kind;
import dev.spannerpipe.preview.Cost.RowWork;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts what a plan costs. Tables that the plan itself creates have no rows that would have to be
/// validated or backfilled.
final class CostOfPlan {
  private CostOfPlan() {}

  /// @param changeSets the change sets of the plan, and what they do
  static Cost of(Plan plan, List<ChangeSetEffects> changeSets) {
    List<RowWork> work = new ArrayList<>();
    changeSets.forEach(changeSet -> work.addAll(work(changeSet)));
    long statements =
        plan.segments().stream()
            .filter(CostOfPlan::changesSchema)
            .mapToLong(segment -> segment.steps().size())
            .sum();
    return new Cost(
        plan.schemaOperations(), statements, plan.schemaOperations() + work.size(), work);
  }

  private static boolean changesSchema(Segment segment) {
    return segment.kind() == Segment.Kind.SCHEMA || segment.kind() == Segment.Kind.LIVE;
  }

  private static List<RowWork> work(ChangeSetEffects changeSet) {
    return changeSet.effects().stream()
        .flatMap(
            effect ->
                kind(changeSet, effect)
                    .flatMap(kind -> work(changeSet, effect.object(), kind))
                    .stream())
        .toList();
  }

  private static Optional<RowWork> work(ChangeSetEffects changeSet, ObjectName object, Kind kind) {
    return table(changeSet, object)
        .filter(table -> isOld(changeSet, table))
        .map(
            table ->
                new RowWork(
                    kind,
                    object,
                    table,
                    changeSet.sizes().of(table),
                    changeSet.changeSet().identity()));
  }

  private static boolean isOld(ChangeSetEffects changeSet, Name table) {
    ObjectName name = new ObjectName(ObjectKind.TABLE, table);
    return changeSet.before().has(name) && !changeSet.created().has(name);
  }

  private static Optional<Name> table(ChangeSetEffects changeSet, ObjectName object) {
    return object.kind().isIndex()
        ? changeSet.after().index(object.name()).map(Index::table)
        : Optional.of(object.name());
  }

  private static Optional<Kind> kind(ChangeSetEffects changeSet, Effect effect) {
    return switch (effect) {
      case Effect.Added(ObjectName object) -> kindOfNew(changeSet, object);
      case Effect.Changed changed -> kindOfChange(changed);
      case Effect.Dropped _, Effect.Lost _ -> Optional.empty();
    };
  }

  private static Optional<Kind> kindOfNew(ChangeSetEffects changeSet, ObjectName object) {
    if (object.kind().isIndex()) {
      return Optional.of(Kind.BACKFILL);
    }
    return switch (object.kind()) {
      case CHECK -> Optional.of(Kind.VALIDATION);
      case FOREIGN_KEY ->
          isEnforced(changeSet, object) ? Optional.of(Kind.VALIDATION) : Optional.empty();
      case COLUMN -> isComputed(changeSet, object) ? Optional.of(Kind.BACKFILL) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// Spanner validates another type, also a wider one, and `NOT NULL`.
  private static Optional<Kind> kindOfChange(Effect.Changed changed) {
    Aspect aspect = changed.property().aspect();
    boolean validated =
        aspect == Aspect.TYPE || (aspect == Aspect.NOT_NULL && !changed.to().isEmpty());
    return validated ? Optional.of(Kind.VALIDATION) : Optional.empty();
  }

  private static boolean isEnforced(ChangeSetEffects changeSet, ObjectName object) {
    return changeSet.after().table(object.name()).stream()
        .flatMap(table -> table.constraints().foreignKeys().stream())
        .filter(
            key ->
                key.name().equals(object.part()) || key.definition().equals(object.part().text()))
        .allMatch(ForeignKey::enforced);
  }

  /// Spanner writes a stored generated column, a default, and an identity to each row.
  private static boolean isComputed(ChangeSetEffects changeSet, ObjectName object) {
    return changeSet
        .after()
        .table(object.name())
        .flatMap(table -> table.column(object.part()))
        .filter(CostOfPlan::isComputed)
        .isPresent();
  }

  private static boolean isComputed(Column column) {
    return column.value().defaultValue().isPresent()
        || column.value().identity().isPresent()
        || column.value().generated().filter(Column.Generated::stored).isPresent();
  }
}
