package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.ChangeStream;
import dev.spannerpipe.schema.DatabaseOptions;
import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.OtherObject;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Sequence;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.UnknownObject;
import dev.spannerpipe.schema.View;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SourceToken;
import dev.spannerpipe.sql.SqlFragment;
import java.util.List;
import java.util.Optional;

/// Reads what follows the head of `CREATE` and of `ALTER`, for every kind but tables.
final class ObjectParser {
  private ObjectParser() {}

  /// Returns the object that a statement creates; empty if it creates nothing that a schema holds.
  static Optional<SchemaObject> created(TokenReader reader, StatementHead head) {
    return switch (head.kind()) {
      case TABLE -> Optional.of(TableParser.read(reader, head.name()));
      // The database gives an index without a name one, which its DDL will show.
      case INDEX, SEARCH_INDEX, VECTOR_INDEX ->
          head.name().isEmpty() ? Optional.empty() : Optional.of(IndexParser.read(reader, head));
      case VIEW -> Optional.of(view(reader, head.name()));
      case SEQUENCE -> Optional.of(SequenceParser.read(reader, head.name()));
      case CHANGE_STREAM -> Optional.of(ChangeStreamParser.read(reader, head.name()));
      case SCHEMA,
          ROLE,
          MODEL,
          PROPERTY_GRAPH,
          FUNCTION,
          LOCALITY_GROUP,
          PLACEMENT,
          QUEUE,
          STATISTICS ->
          Optional.of(
              new OtherObject(
                  new ObjectName(head.kind(), head.name()), reader.fragment(reader.rest())));
      case PROTO_BUNDLE ->
          Optional.of(
              new OtherObject(
                  new ObjectName(head.kind(), head.name()), ProtoBundleParser.created(reader)));
      case DATABASE, CONSTRAINT, SYNONYM, COLUMN, FOREIGN_KEY, CHECK, GRANT, UNKNOWN ->
          Optional.empty();
    };
  }

  private static View view(TokenReader reader, Name name) {
    boolean definer = false;
    while (!reader.atEnd() && !reader.take("as")) {
      definer |= reader.is("definer");
      reader.skip();
    }
    return new View(new ObjectName(ObjectKind.VIEW, name), definer, reader.fragment(reader.rest()));
  }

  /// Returns the object as a statement alters it; empty if the statement is not understood.
  static Optional<SchemaObject> altered(TokenReader reader, SchemaObject object) {
    return switch (object) {
      case Index index -> index(reader, index);
      case Sequence sequence -> Optional.of(SequenceParser.changed(reader, sequence));
      case ChangeStream stream -> Optional.of(ChangeStreamParser.changed(reader, stream));
      case OtherObject other -> Optional.of(other(reader, other));
      case Table _, View _, Grant _, DatabaseOptions _, UnknownObject _ -> Optional.empty();
    };
  }

  /// Returns the options of the database as a statement alters them.
  static DatabaseOptions altered(TokenReader reader, DatabaseOptions database) {
    if (reader.take("reset")) {
      return new DatabaseOptions(database.options().with(OptionsParser.one(reader)));
    }
    reader.take("set");
    return new DatabaseOptions(
        database
            .options()
            .with(
                reader.take("options")
                    ? OptionsParser.parentheses(reader)
                    : OptionsParser.one(reader)));
  }

  private static Optional<SchemaObject> index(TokenReader reader, Index index) {
    if (reader.take("add", "stored", "column") || reader.take("add", "include", "column")) {
      return Optional.of(index.withStored(reader.name()));
    }
    if (reader.take("drop", "stored", "column") || reader.take("drop", "include", "column")) {
      return Optional.of(index.withoutStored(reader.name()));
    }
    if (reader.take("set")) {
      boolean options = reader.take("options") || reader.isSymbol('(');
      return options
          ? Optional.of(
              index.withTraits(
                  index
                      .traits()
                      .withOptions(
                          index.traits().options().with(OptionsParser.parentheses(reader)))))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /// The types of a proto bundle are inserted and deleted. Of all other kinds, the text grows.
  private static OtherObject other(TokenReader reader, OtherObject object) {
    List<SourceToken> change = reader.rest();
    return object.name().kind() == ObjectKind.PROTO_BUNDLE
        ? new OtherObject(object.name(), ProtoBundleParser.changed(reader.over(change), object))
        : new OtherObject(
            object.name(),
            SqlFragment.of(reader.dialect(), object.text() + " ALTER " + reader.fragment(change)));
  }
}
