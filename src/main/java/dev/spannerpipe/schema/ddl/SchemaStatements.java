package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.DatabaseOptions;
import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.UnknownObject;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import java.util.List;
import java.util.Optional;

/// Does to a schema what a DDL statement does to a database, as far as the statement is understood.
/// It assumes that the database accepts the statement.
public final class SchemaStatements {
  private SchemaStatements() {}

  /// Returns the schema after the statement. A `CREATE` that is not understood is kept as text, up
  /// to its `DROP`; any other such statement changes nothing.
  public static SchemaModel apply(SchemaModel model, String statement) {
    return applied(model, statement).orElseGet(() -> withUnknown(model, statement));
  }

  private static SchemaModel withUnknown(SchemaModel model, String statement) {
    SchemaChange change = SchemaChange.of(model.dialect(), statement);
    return switch (change.verb()) {
      case "create" -> model.with(UnknownObject.of(model.dialect(), statement));
      case "drop" -> model.without(UnknownObject.name(model.dialect(), change));
      default -> model;
    };
  }

  /// Returns the object that a `CREATE` declares, whatever is there already; empty if the statement
  /// is none, or is not understood.
  public static Optional<SchemaObject> declared(Dialect dialect, String statement) {
    SchemaChange change = SchemaChange.of(dialect, statement);
    TokenReader reader = TokenReader.of(dialect, statement);
    return change.verb().equals("create")
        ? StatementHead.take(reader, change).flatMap(head -> ObjectParser.created(reader, head))
        : Optional.empty();
  }

  /// Returns the schema after the statements.
  public static SchemaModel apply(SchemaModel model, List<String> statements) {
    SchemaModel changed = model;
    for (String statement : statements) {
      changed = apply(changed, statement);
    }
    return changed;
  }

  /// Returns the schema after the statement; empty if the statement is not understood.
  static Optional<SchemaModel> applied(SchemaModel model, String statement) {
    TokenReader reader = TokenReader.of(model.dialect(), statement);
    SchemaChange change = SchemaChange.of(model.dialect(), statement);
    return switch (change.verb()) {
      case "grant" -> granted(model, reader);
      case "revoke" -> revoked(model, reader);
      case "rename" -> Optional.of(Renames.applied(model, Renames.of(reader)));
      case "analyze" -> Optional.of(model);
      case "create", "alter", "drop" ->
          StatementHead.take(reader, change).flatMap(head -> applied(model, reader, head));
      default -> Optional.empty();
    };
  }

  private static Optional<SchemaModel> applied(
      SchemaModel model, TokenReader reader, StatementHead head) {
    return switch (head.verb()) {
      case "create" -> created(model, reader, head);
      case "drop" -> Optional.of(dropped(model, head));
      default -> altered(model, reader, head);
    };
  }

  private static Optional<SchemaModel> granted(SchemaModel model, TokenReader reader) {
    reader.skip();
    List<Grant> grants = GrantParser.read(reader);
    SchemaModel changed = model;
    for (Grant grant : grants) {
      changed = changed.with(grant);
    }
    return grants.isEmpty() ? Optional.empty() : Optional.of(changed);
  }

  private static Optional<SchemaModel> revoked(SchemaModel model, TokenReader reader) {
    reader.skip();
    List<Grant> grants = GrantParser.read(reader);
    SchemaModel changed = model;
    for (Grant grant : grants) {
      changed = changed.without(grant.name());
    }
    return grants.isEmpty() ? Optional.empty() : Optional.of(changed);
  }

  /// An object that is there stays, unless the statement replaces it.
  private static Optional<SchemaModel> created(
      SchemaModel model, TokenReader reader, StatementHead head) {
    if (head.kind().isIndex() && head.name().isEmpty()) {
      return Optional.of(model);
    }
    Optional<SchemaObject> object = ObjectParser.created(reader, head);
    return object.map(
        made -> model.has(made.name()) && !head.replaces() ? model : with(model, made));
  }

  private static SchemaModel with(SchemaModel model, SchemaObject object) {
    return model.with(TableReferences.withoutSynonyms(model).in(object));
  }

  private static SchemaModel dropped(SchemaModel model, StatementHead head) {
    if (head.kind().isIndex()) {
      return model.index(head.name()).map(index -> model.without(index.name())).orElse(model);
    }
    if (head.kind() == ObjectKind.TABLE) {
      return model
          .tableOrSynonym(head.name())
          .map(
              table -> withoutGrants(model.without(table.name()), head.kind(), table.name().name()))
          .orElse(model);
    }
    return withoutGrants(
        model.without(new ObjectName(head.kind(), head.name())), head.kind(), head.name());
  }

  /// Drops what is granted on an object, or to a role.
  private static SchemaModel withoutGrants(SchemaModel model, ObjectKind kind, Name name) {
    SchemaModel changed = model;
    for (Grant grant : model.objects(Grant.class)) {
      boolean gone =
          kind == ObjectKind.ROLE
              ? grant.role().equals(name)
              : grant.object().equals(name) && grant.kind().equalsIgnoreCase(kind.words());
      changed = gone ? changed.without(grant.name()) : changed;
    }
    return changed;
  }

  private static Optional<SchemaModel> altered(
      SchemaModel model, TokenReader reader, StatementHead head) {
    if (head.kind() == ObjectKind.TABLE) {
      return model
          .tableOrSynonym(head.name())
          .map(table -> TableAlteration.applied(model, reader, table));
    }
    if (head.kind() == ObjectKind.DATABASE) {
      return model
          .find(DatabaseOptions.NAME)
          .map(DatabaseOptions.class::cast)
          .map(database -> model.with(ObjectParser.altered(reader, database)));
    }
    Optional<? extends SchemaObject> object =
        head.kind().isIndex()
            ? model.index(head.name())
            : model.find(new ObjectName(head.kind(), head.name()));
    return object
        .flatMap(found -> ObjectParser.altered(reader, found))
        .map(altered -> with(model, altered));
  }

  /// Returns the table that a statement alters; empty if it alters none.
  public static Optional<Table> alteredTable(SchemaModel model, String statement) {
    SchemaChange change = SchemaChange.of(model.dialect(), statement);
    return change.is("alter", "table")
        ? StatementHead.take(TokenReader.of(model.dialect(), statement), change)
            .flatMap(head -> model.tableOrSynonym(head.name()))
        : Optional.empty();
  }

  /// Returns the schema with a table under another name. What names the table follows, except for
  /// the text of views.
  public static SchemaModel rename(SchemaModel model, Name from, Name to) {
    return Renames.applied(model, from, to);
  }

  /// Returns the schema without an object or a part of a table.
  public static SchemaModel drop(SchemaModel model, ObjectName name) {
    if (name.part().isEmpty()) {
      return model.without(name);
    }
    Optional<Table> table = model.table(name.name());
    return name.kind() == ObjectKind.COLUMN && table.isPresent()
        ? model.with(table.get().withoutColumn(name.part()))
        : model;
  }
}
