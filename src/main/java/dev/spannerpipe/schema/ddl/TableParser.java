package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Interleaving;
import dev.spannerpipe.schema.KeyPart;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.sql.SourceToken;
import java.util.List;
import java.util.Optional;

/// Reads `CREATE TABLE`, after the table's name.
final class TableParser {
  private final TokenReader reader;
  private Table table;

  private TableParser(TokenReader reader, Name name) {
    this.reader = reader;
    this.table = new Table(name);
  }

  static Table read(TokenReader reader, Name name) {
    TableParser parser = new TableParser(reader, name);
    for (List<SourceToken> element : reader.split(reader.parentheses())) {
      parser.element(reader.over(element));
    }
    while (!reader.atEnd()) {
      parser.clause();
    }
    return withKeysNotNull(reader, parser.table);
  }

  private void element(TokenReader element) {
    Optional<Table> constrained = ConstraintParser.added(element, table);
    if (constrained.isPresent()) {
      table = constrained.get();
    } else if (element.opens("synonym")) {
      element.take("synonym");
      element.names().forEach(name -> table = table.withTraits(traits -> traits.withSynonym(name)));
    } else if (element.opens("unique")) {
      table = table.withTraits(traits -> traits.withOther(element.fragment(element.rest())));
    } else {
      table = withColumn(table, ColumnParser.named(element));
    }
  }

  /// Adds a column, and the parts of its definition that belong to the table.
  static Table withColumn(Table table, ColumnParser.Definition definition) {
    Table changed = table.withColumn(definition.column());
    if (definition.key()) {
      Name name = definition.column().name();
      changed = changed.withPrimaryKey(List.of(new KeyPart(name, false, false)));
    }
    for (var key : definition.foreignKeys()) {
      changed = changed.withConstraints(constraints -> constraints.with(key));
    }
    for (var check : definition.checks()) {
      changed = changed.withConstraints(constraints -> constraints.with(check));
    }
    return changed;
  }

  /// In PostgreSQL, the columns of a primary key are not null.
  private static Table withKeysNotNull(TokenReader reader, Table table) {
    Table changed = table;
    if (reader.postgresql()) {
      for (Column column : table.columns()) {
        changed =
            table.isKey(column.name()) ? changed.withColumn(column.withNotNull(true)) : changed;
      }
    }
    return changed;
  }

  private void clause() {
    if (reader.takeSymbol(',')) {
      return;
    }
    if (reader.opens("primary", "key")) {
      reader.take("primary", "key");
      table = table.withPrimaryKey(ConstraintParser.keyParts(reader));
    } else if (reader.is("interleave", "in")) {
      Optional<Interleaving> interleaving = Optional.of(interleaving(reader));
      table = table.withTraits(traits -> traits.withInterleaving(interleaving));
    } else if (RowDeletionParser.isNext(reader)) {
      table = table.withTraits(traits -> traits.withRowDeletion(RowDeletionParser.read(reader)));
    } else if (reader.take("options") || (reader.opens("with") && reader.take("with"))) {
      table =
          table.withTraits(
              traits ->
                  traits.withOptions(traits.options().with(OptionsParser.parentheses(reader))));
    } else {
      List<SourceToken> other = reader.until(this::startsClause);
      table = table.withTraits(traits -> traits.withOther(reader.fragment(other)));
    }
  }

  private boolean startsClause() {
    return reader.isSymbol(',')
        || reader.is("interleave", "in")
        || reader.opens("primary", "key")
        || reader.opens("options")
        || RowDeletionParser.isNext(reader);
  }

  /// Takes `INTERLEAVE IN …`.
  static Interleaving interleaving(TokenReader reader) {
    reader.take("interleave", "in");
    boolean enforced = reader.take("parent");
    return new Interleaving(reader.name(), enforced, ConstraintParser.onDelete(reader));
  }
}
