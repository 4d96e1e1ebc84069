package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.ChangeStream;
import dev.spannerpipe.schema.CheckConstraint;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.DatabaseOptions;
import dev.spannerpipe.schema.DeleteAction;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.Grant;
import dev.spannerpipe.schema.Index;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectOptions;
import dev.spannerpipe.schema.OtherObject;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Sequence;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.UnknownObject;
import dev.spannerpipe.schema.View;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SqlFragment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The properties of an object, each as a value that can be compared and shown. An absent property
/// is not there.
final class ObjectProperties {
  private final Map<Property, Object> values = new TreeMap<>();

  private ObjectProperties() {}

  /// Returns the properties of a whole object; of a table, without its columns and constraints.
  static Map<Property, Object> of(SchemaObject object) {
    ObjectProperties properties = new ObjectProperties();
    switch (object) {
      case Table table -> properties.add(table);
      case Index index -> properties.add(index);
      case View view -> {
        properties.add(Aspect.QUERY, view.query());
        properties.flag(Aspect.DEFINER, view.definer());
      }
      case Sequence sequence -> {
        properties.add(Aspect.COUNTER, sequence.properties());
        properties.options(sequence.options());
      }
      case ChangeStream stream -> {
        properties.add(Aspect.WATCHED, stream.watched());
        properties.retention(stream.name().kind(), stream.options());
      }
      case DatabaseOptions database ->
          properties.retention(ObjectKind.DATABASE, database.options());
      case OtherObject other -> properties.add(Aspect.TEXT, other.text());
      case UnknownObject unknown -> properties.add(Aspect.TEXT, unknown.text());
      // Its name says everything.
      case Grant _ -> {}
    }
    return properties.values;
  }

  static Map<Property, Object> of(Column column) {
    ObjectProperties properties = new ObjectProperties();
    properties.add(Aspect.TYPE, column.type().text());
    column
        .type()
        .vectorLength()
        .ifPresent(length -> properties.add(Aspect.VECTOR_LENGTH, Long.toString(length)));
    properties.flag(Aspect.NOT_NULL, column.notNull());
    properties.add(Aspect.DEFAULT, column.value().defaultValue());
    properties.add(Aspect.ON_UPDATE, column.value().onUpdate());
    properties.add(Aspect.GENERATED, column.value().generated());
    properties.add(Aspect.IDENTITY, column.value().identity());
    properties.flag(Aspect.HIDDEN, column.hidden());
    properties.options(column.options());
    properties.clauses(column.others());
    return properties.values;
  }

  static Map<Property, Object> of(ForeignKey key) {
    ObjectProperties properties = new ObjectProperties();
    properties.add(
        Aspect.REFERENCE,
        new ForeignKey(Name.NONE, key.columns(), key.reference(), DeleteAction.NO_ACTION, true));
    if (key.onDelete() != DeleteAction.NO_ACTION) {
      properties.add(Aspect.ON_DELETE, key.onDelete().sql());
    }
    properties.flag(Aspect.NOT_ENFORCED, !key.enforced());
    return properties.values;
  }

  static Map<Property, Object> of(CheckConstraint check) {
    return Map.of(Property.of(Aspect.EXPRESSION), check.expression());
  }

  /// Returns a value as text for people.
  static String text(Object value) {
    return switch (value) {
      case List<?> list -> list.stream().map(Object::toString).collect(Collectors.joining(", "));
      case ForeignKey key -> key.definition();
      case Column.Generated(SqlFragment expression, boolean stored) ->
          "(%s)%s".formatted(expression, stored ? " STORED" : "");
      default -> value.toString();
    };
  }

  private void add(Table table) {
    add(Aspect.PRIMARY_KEY, table.primaryKey());
    add(Aspect.INTERLEAVING, table.traits().interleaving());
    add(Aspect.ROW_DELETION, table.traits().rowDeletion());
    options(table.traits().options());
    clauses(table.traits().others());
  }

  private void add(Index index) {
    add(Aspect.TABLE, index.table());
    add(Aspect.COLUMNS, index.columns());
    list(Aspect.STORING, index.storing());
    flag(Aspect.UNIQUE, index.traits().unique());
    flag(Aspect.NULL_FILTERED, index.traits().nullFiltered());
    add(Aspect.WHERE, index.traits().where());
    add(Aspect.INTERLEAVING, index.traits().interleavedIn());
    list(Aspect.PARTITION_BY, index.traits().partitionBy());
    list(Aspect.ORDER_BY, index.traits().orderBy());
    options(index.traits().options());
  }

  private void add(Aspect aspect, Object value) {
    switch (value) {
      case Optional<?> optional -> optional.ifPresent(present -> add(aspect, present));
      default -> values.put(Property.of(aspect), value);
    }
  }

  private void list(Aspect aspect, List<?> list) {
    if (!list.isEmpty()) {
      add(aspect, list);
    }
  }

  private void flag(Aspect aspect, boolean set) {
    if (set) {
      add(aspect, Property.of(aspect).toString());
    }
  }

  private void options(ObjectOptions options) {
    options.values().forEach((name, value) -> values.put(Property.option(name), value));
  }

  private void retention(ObjectKind kind, ObjectOptions options) {
    options
        .values()
        .forEach(
            (name, value) ->
                values.put(
                    Property.option(name),
                    RetentionPeriod.usual(kind, name)
                        .<Object>map(usual -> new RetentionPeriod(value, usual))
                        .orElse(value)));
  }

  private void clauses(List<SqlFragment> clauses) {
    clauses.forEach(clause -> values.put(new Property(Aspect.CLAUSE, clause.text()), clause));
  }
}
