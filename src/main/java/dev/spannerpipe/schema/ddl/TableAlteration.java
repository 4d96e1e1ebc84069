package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Interleaving;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.sql.SourceToken;
import java.util.List;
import java.util.Optional;

/// Applies an `ALTER TABLE`, clause by clause.
final class TableAlteration {
  private SchemaModel model;
  private Name name;

  private TableAlteration(SchemaModel model, Name name) {
    this.model = model;
    this.name = name;
  }

  static SchemaModel applied(SchemaModel model, TokenReader reader, Table table) {
    TableAlteration alteration = new TableAlteration(model, table.name().name());
    for (List<SourceToken> clause : reader.split(reader.rest())) {
      alteration.clause(reader.over(clause));
    }
    return alteration
        .model
        .table(alteration.name)
        .map(TableReferences.withoutSynonyms(alteration.model)::in)
        .map(alteration.model::with)
        .orElse(alteration.model);
  }

  private void clause(TokenReader clause) {
    Table table = model.table(name).orElseGet(() -> new Table(name));
    if (clause.take("rename")) {
      rename(clause);
    } else if (clause.take("add")) {
      model = model.with(added(clause, table));
    } else if (clause.take("drop")) {
      model = model.with(dropped(clause, table));
    } else if (clause.take("alter") || clause.is("replace")) {
      clause.take("replace");
      model = model.with(altered(clause, table));
    } else if (clause.take("set")) {
      model = model.with(set(clause, table));
    }
  }

  private void rename(TokenReader clause) {
    boolean synonym = clause.take("with", "synonym");
    clause.take("to");
    Name old = name;
    Name young = clause.name();
    model = Renames.applied(model, old, young);
    name = young;
    if (synonym) {
      model
          .table(young)
          .ifPresent(
              table -> model = model.with(table.withTraits(traits -> traits.withSynonym(old))));
    }
  }

  private static Table added(TokenReader clause, Table table) {
    if (RowDeletionParser.isNext(clause)) {
      return table.withTraits(traits -> traits.withRowDeletion(RowDeletionParser.read(clause)));
    }
    if (clause.take("synonym")) {
      Name synonym = clause.name();
      return table.withTraits(traits -> traits.withSynonym(synonym));
    }
    Optional<Table> constrained = ConstraintParser.added(clause, table);
    if (constrained.isPresent()) {
      return constrained.get();
    }
    clause.take("column");
    clause.takeCondition();
    ColumnParser.Definition definition = ColumnParser.named(clause);
    return table.column(definition.column().name()).isPresent()
        ? table
        : TableParser.withColumn(table, definition);
  }

  private static Table dropped(TokenReader clause, Table table) {
    if (clause.take("row", "deletion", "policy") || (clause.postgresql() && clause.take("ttl"))) {
      return table.withTraits(traits -> traits.withRowDeletion(Optional.empty()));
    }
    if (clause.take("constraint")) {
      clause.takeCondition();
      Name constraint = clause.name();
      return table.withConstraints(constraints -> constraints.without(constraint));
    }
    if (clause.take("synonym")) {
      Name synonym = clause.name();
      return table.withTraits(
          traits ->
              traits.withSynonyms(
                  traits.synonyms().stream().filter(each -> !each.equals(synonym)).toList()));
    }
    clause.take("column");
    clause.takeCondition();
    return table.withoutColumn(clause.name());
  }

  private static Table altered(TokenReader clause, Table table) {
    if (RowDeletionParser.isNext(clause)) {
      return table.withTraits(traits -> traits.withRowDeletion(RowDeletionParser.read(clause)));
    }
    clause.take("column");
    clause.takeCondition();
    Name column = clause.name();
    return table
        .column(column)
        .map(found -> table.withColumn(ColumnChange.applied(clause, found)))
        .orElse(table);
  }

  private static Table set(TokenReader clause, Table table) {
    if (clause.is("interleave", "in")) {
      Optional<Interleaving> interleaving = Optional.of(TableParser.interleaving(clause));
      return table.withTraits(traits -> traits.withInterleaving(interleaving));
    }
    if (clause.is("on", "delete")) {
      return table.withTraits(
          traits ->
              traits.withInterleaving(
                  traits
                      .interleaving()
                      .map(
                          each ->
                              new Interleaving(
                                  each.parent(),
                                  each.enforced(),
                                  ConstraintParser.onDelete(clause)))));
    }
    if (clause.take("options") || clause.isSymbol('(')) {
      return table.withTraits(
          traits -> traits.withOptions(traits.options().with(OptionsParser.parentheses(clause))));
    }
    return table;
  }
}
