package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.UnknownObject;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what GetDatabaseDdl returns, from Spanner or from its emulator. Both read to the same
/// schema where they mean the same.
///
/// A reader remembers the statements that it has read: a replay reads the same DDL after every
/// change set, with little difference. Not thread-safe.
public final class SchemaReader {
  private final Dialect dialect;
  private final Map<String, Optional<SchemaObject>> declared = new HashMap<>();

  /// Creates a reader for a database of this dialect.
  public SchemaReader(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Returns the schema that these statements declare.
  public static SchemaModel read(Dialect dialect, List<String> statements) {
    return new SchemaReader(dialect).read(statements);
  }

  /// Returns the schema that these statements declare. A statement that is not understood is kept
  /// as text.
  public SchemaModel read(List<String> statements) {
    SchemaModel model = SchemaModel.empty(dialect);
    List<SchemaObject> created = new ArrayList<>();
    for (String statement : statements) {
      Optional<SchemaObject> object =
          declared.computeIfAbsent(statement, text -> SchemaStatements.declared(dialect, text));
      if (object.isPresent()) {
        created.add(object.get());
      } else {
        model = read(model.with(created), statement);
        created.clear();
      }
    }
    return withoutSynonyms(model.with(created));
  }

  private static SchemaModel withoutSynonyms(SchemaModel model) {
    boolean any =
        model.objects(Table.class).stream().anyMatch(table -> !table.traits().synonyms().isEmpty());
    TableReferences references = TableReferences.withoutSynonyms(model);
    return any
        ? model.with(
            model.objects().stream()
                .filter(object -> !(object instanceof Grant))
                .map(references::in)
                .toList())
        : model;
  }

  /// Reads a statement that changes what those before it have created.
  private SchemaModel read(SchemaModel model, String statement) {
    return SchemaStatements.applied(model, statement)
        .orElseGet(() -> model.with(UnknownObject.of(dialect, statement)));
  }
}
