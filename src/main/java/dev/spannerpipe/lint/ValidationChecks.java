package dev.spannerpipe.lint;

import dev.spannerpipe.schema.Column.Generated;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.StatementKind;
import java.util.List;
import java.util.stream.Stream;

/// Changes for which Spanner reads or writes all rows of a table that existed before the plan.
final class ValidationChecks {
  private static final String QUERY_FIRST =
      "Query for rows that violate it first, and apply when the load is low";

  private ValidationChecks() {}

  /// Reports columns that begin to reject `NULL`.
  static List<LintFinding> notNull(LintedChangeSet changeSet) {
    return changeSet
        .changed(ObjectKind.COLUMN, Aspect.NOT_NULL)
        .filter(changed -> changed.from().isEmpty() && changeSet.isOld(changed.object().name()))
        .map(
            changed ->
                changeSet.finding(
                    LintRule.SP201,
                    changed,
                    "The %s becomes NOT NULL: Spanner validates all rows, and rejects new NULL values"
                            .formatted(changed.object())
                        + " even before the validation ends",
                    "Fill the column and let the application write it first, and query for NULL"
                        + " values"))
        .toList();
  }

  /// Reports constraints that are added and that existing rows must satisfy.
  static List<LintFinding> constraints(LintedChangeSet changeSet) {
    return Stream.concat(
            changeSet.added(ObjectKind.CHECK),
            changeSet
                .added(ObjectKind.FOREIGN_KEY)
                .filter(effect -> isValidated(changeSet, effect.object())))
        .filter(effect -> changeSet.isOld(effect.object().name()))
        .map(
            effect ->
                changeSet.finding(
                    LintRule.SP202,
                    effect,
                    "The %s is added: Spanner validates all rows of the table"
                        .formatted(effect.object()),
                    QUERY_FIRST))
        .toList();
  }

  /// A foreign key that is not enforced is not validated. One on a column that the same change set
  /// adds finds only `NULL` there, unless the change set writes rows, too.
  private static boolean isValidated(LintedChangeSet changeSet, ObjectName object) {
    return keys(changeSet, object).allMatch(ForeignKey::enforced)
        && (hasData(changeSet)
            || keys(changeSet, object)
                .flatMap(key -> key.columns().stream())
                .noneMatch(
                    column ->
                        isEmpty(
                            changeSet, new ObjectName(ObjectKind.COLUMN, object.name(), column))));
  }

  private static Stream<ForeignKey> keys(LintedChangeSet changeSet, ObjectName object) {
    return NamedConstraints.foreignKeys(changeSet.after(), object);
  }

  private static boolean hasData(LintedChangeSet changeSet) {
    return changeSet.steps().stream().anyMatch(step -> step.kind() != StatementKind.DDL);
  }

  /// Returns whether the change set adds the column, so that each row has `NULL` there.
  private static boolean isEmpty(LintedChangeSet changeSet, ObjectName column) {
    return changeSet.adds(column)
        && changeSet
            .after()
            .table(column.name())
            .flatMap(table -> table.column(column.part()))
            .filter(
                each -> each.value().defaultValue().isEmpty() && each.value().generated().isEmpty())
            .isPresent();
  }

  /// Reports stored generated columns that are added, because Spanner computes them for all rows.
  static List<LintFinding> generatedColumns(LintedChangeSet changeSet) {
    return changeSet
        .added(ObjectKind.COLUMN)
        .filter(effect -> changeSet.isOld(effect.object().name()))
        .filter(effect -> isStored(changeSet, effect))
        .map(
            effect ->
                changeSet.finding(
                    LintRule.SP207,
                    effect,
                    "The %s is generated and stored: Spanner computes it for all rows of the table"
                        .formatted(effect.object()),
                    "Apply when the load is low, or add the column without STORED if no index needs"
                        + " it"))
        .toList();
  }

  private static boolean isStored(LintedChangeSet changeSet, Effect effect) {
    return changeSet
        .after()
        .table(effect.object().name())
        .flatMap(table -> table.column(effect.object().part()))
        .flatMap(column -> column.value().generated())
        .filter(Generated::stored)
        .isPresent();
  }
}
