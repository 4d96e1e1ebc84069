package dev.spannerpipe.lint;

import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.ColumnType;
import dev.spannerpipe.schema.KeyPart;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The primary keys of tables that a change set creates.
final class TableChecks {
  private TableChecks() {}

  /// Reports primary keys whose new rows all go to one place. The key of an interleaved table
  /// begins with the key of its parent, so only the parent is checked.
  static List<LintFinding> growingKeys(LintedChangeSet changeSet) {
    return changeSet.newTables().stream()
        .filter(table -> table.traits().interleaving().isEmpty())
        .flatMap(table -> growing(changeSet, table).stream())
        .toList();
  }

  private static Optional<LintFinding> growing(LintedChangeSet changeSet, Table table) {
    return table.primaryKey().stream()
        .findFirst()
        .flatMap(first -> table.column(first.column()))
        .flatMap(column -> growing(changeSet, table, column));
  }

  private static Optional<LintFinding> growing(
      LintedChangeSet changeSet, Table table, Column column) {
    Effect added = new Effect.Added(table.name());
    if (KeyTypes.grows(column.type())) {
      return Optional.of(
          changeSet.finding(
              LintRule.SP301,
              added,
              "The primary key of the %s begins with the column %s, which grows with time: all new"
                      .formatted(table.name(), column.name())
                  + " rows go to the same place",
              "Begin the key with another column, such as a UUID or a hash"));
    }
    if (KeyTypes.mayCount(column.type()) && !isSpread(column)) {
      return Optional.of(
          changeSet
              .finding(
                  LintRule.SP301,
                  added,
                  "The primary key of the %s begins with the integer %s: if the application counts"
                          .formatted(table.name(), column.name())
                      + " it up, all new rows go to the same place",
                  "Use an identity column, a bit-reversed sequence or a UUID")
              .with(Severity.INFO));
    }
    return Optional.empty();
  }

  /// Sequences and identity columns of Spanner reverse the bits. A generated key is a hash or a
  /// shard number.
  private static boolean isSpread(Column column) {
    return column.value().identity().isPresent()
        || column.value().defaultValue().isPresent()
        || column.value().generated().isPresent();
  }

  /// Reports key columns of text or bytes without a maximum length.
  static List<LintFinding> unlimitedKeys(LintedChangeSet changeSet) {
    return Stream.concat(ofNewTables(changeSet), ofChangedColumns(changeSet)).toList();
  }

  private static Stream<LintFinding> ofNewTables(LintedChangeSet changeSet) {
    return changeSet.newTables().stream()
        .flatMap(
            table ->
                table.primaryKey().stream()
                    .map(KeyPart::column)
                    .filter(key -> !isOfParent(changeSet, table, key))
                    .flatMap(key -> table.column(key).stream())
                    .filter(column -> isUnlimited(column.type()))
                    .map(
                        column ->
                            unlimited(
                                changeSet,
                                new Effect.Added(table.name()),
                                table.part(ObjectKind.COLUMN, column.name()))));
  }

  private static boolean isOfParent(LintedChangeSet changeSet, Table table, Name key) {
    return table
        .traits()
        .interleaving()
        .flatMap(interleaving -> changeSet.after().table(interleaving.parent()))
        .filter(parent -> parent.isKey(key))
        .isPresent();
  }

  private static Stream<LintFinding> ofChangedColumns(LintedChangeSet changeSet) {
    return changeSet
        .changed(ObjectKind.COLUMN, Aspect.TYPE)
        .filter(changed -> !isUnlimited(ColumnType.of(changeSet.dialect(), changed.from())))
        .filter(changed -> isUnlimited(ColumnType.of(changeSet.dialect(), changed.to())))
        .filter(
            changed ->
                changeSet
                    .after()
                    .table(changed.object().name())
                    .filter(table -> table.isKey(changed.object().part()))
                    .isPresent())
        .map(changed -> unlimited(changeSet, changed, changed.object()));
  }

  private static boolean isUnlimited(ColumnType type) {
    return type.hasLength() && type.length().isEmpty();
  }

  private static LintFinding unlimited(
      LintedChangeSet changeSet, Effect effect, ObjectName column) {
    return changeSet.finding(
        LintRule.SP306,
        effect,
        "The key %s has no maximum length, and a row whose key is longer than 8 KiB is rejected"
            .formatted(column),
        "Give the column a length");
  }
}
