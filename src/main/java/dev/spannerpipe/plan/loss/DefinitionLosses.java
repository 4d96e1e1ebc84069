package dev.spannerpipe.plan.loss;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.DefinitionLoss;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds what the GoogleSQL statement `ALTER TABLE t ALTER COLUMN c STRING(10)` drops from the
/// column's live definition. The statement restates the whole definition, so it drops each `NOT
/// NULL`, `DEFAULT` and `ON UPDATE` that it does not repeat. PostgreSQL statements change only the
/// property that they name.
///
/// Source: [ALTER
/// TABLE](https://cloud.google.com/spanner/docs/reference/standard-sql/data-definition-language#alter_table).
///
/// @param created the objects that earlier statements of the plan create; the live schema does not
///   have them yet
record DefinitionLosses(Dialect dialect, CreatedObjects created, LiveObjects live) {
  List<DefinitionLoss> of(ChangeSet changeSet, SourceLocation location, String statement) {
    List<DefinitionLoss> losses = new ArrayList<>();
    if (dialect == Dialect.GOOGLE_STANDARD_SQL) {
      for (List<SqlToken> tokens : SqlTokenizer.statements(dialect, statement)) {
        SchemaChange change = SchemaChange.of(dialect, tokens);
        if (change.is("alter", "table")) {
          AlterationLosses.clauses(change.rest()).stream()
              .filter(clause -> !clause.isEmpty() && clause.getFirst().is("alter"))
              .map(AlteredColumn::of)
              .flatMap(column -> of(change.name(), column, changeSet, location).stream())
              .forEach(losses::add);
        }
      }
    }
    return losses;
  }

  private Optional<DefinitionLoss> of(
      String name, AlteredColumn column, ChangeSet changeSet, SourceLocation location) {
    String table = created.liveName(name);
    if (!(ColumnAlteration.of(column.rest()) instanceof ColumnAlteration.Retypes)
        || table == null
        || created.isColumnCreated(name, column.name())) {
      return Optional.empty();
    }
    List<String> lost =
        live.definition(table, column.name()).map(found -> lost(column, found)).orElse(List.of());
    String object = "column %s of %s".formatted(column.name(), name);
    return lost.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DefinitionLoss(
                object,
                changeSet.identity(),
                location,
                "drops %s of %s, which it does not repeat"
                    .formatted(String.join(" and ", lost), object)));
  }

  private static List<String> lost(AlteredColumn column, LiveObjects.Definition live) {
    List<String> lost = new ArrayList<>();
    if (live.required() && !column.hasWords("not", "null")) {
      lost.add("NOT NULL");
    }
    live.defaultValue()
        .filter(_ -> !column.hasWords("default"))
        .ifPresent(value -> lost.add("DEFAULT (" + value + ")"));
    live.onUpdate()
        .filter(_ -> !column.hasWords("on", "update"))
        .ifPresent(value -> lost.add("ON UPDATE (" + value + ")"));
    return lost;
  }
}
