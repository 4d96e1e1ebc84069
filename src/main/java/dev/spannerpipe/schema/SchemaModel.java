package dev.spannerpipe.schema;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the DDL of a database declares. Immutable.
public final class SchemaModel {
  private final Dialect dialect;
  private final Map<ObjectName, SchemaObject> objects;

  private SchemaModel(Dialect dialect, Map<ObjectName, SchemaObject> objects) {
    this.dialect = dialect;
    this.objects = Collections.unmodifiableMap(objects);
  }

  /// Returns the schema of a new database. It has options, but none is set.
  public static SchemaModel empty(Dialect dialect) {
    return new SchemaModel(dialect, new LinkedHashMap<>())
        .with(new DatabaseOptions(ObjectOptions.NONE));
  }

  /// Returns the dialect of the database.
  public Dialect dialect() {
    return dialect;
  }

  /// Returns the objects, in the order of their declaration.
  public Collection<SchemaObject> objects() {
    return objects.values();
  }

  /// Returns the objects of one type, in the order of their declaration.
  public <T extends SchemaObject> List<T> objects(Class<T> type) {
    return objects.values().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /// Returns the object with this name.
  public Optional<SchemaObject> find(ObjectName name) {
    return Optional.ofNullable(objects.get(name));
  }

  /// Returns whether there is an object with this name.
  public boolean has(ObjectName name) {
    return objects.containsKey(name);
  }

  /// Returns the table with this name; not by a synonym.
  public Optional<Table> table(Name name) {
    return find(new ObjectName(ObjectKind.TABLE, name)).map(Table.class::cast);
  }

  /// Returns the table with this name or synonym.
  public Optional<Table> tableOrSynonym(Name name) {
    return table(name)
        .or(
            () ->
                objects(Table.class).stream()
                    .filter(table -> table.traits().synonyms().contains(name))
                    .findFirst());
  }

  /// Returns the index of any kind with this name.
  public Optional<Index> index(Name name) {
    return objects(Index.class).stream()
        .filter(index -> index.name().name().equals(name))
        .findFirst();
  }

  /// Returns the indexes of a table.
  public List<Index> indexesOf(Name table) {
    return objects(Index.class).stream().filter(index -> index.table().equals(table)).toList();
  }

  /// Returns the tables that are interleaved in this one.
  public List<Table> childrenOf(Name table) {
    return objects(Table.class).stream()
        .filter(
            child ->
                child
                    .traits()
                    .interleaving()
                    .filter(interleaving -> interleaving.parent().equals(table))
                    .isPresent())
        .toList();
  }

  /// Returns the schema with this object, in the place of one with the same name.
  public SchemaModel with(SchemaObject object) {
    return with(List.of(object));
  }

  /// Returns the schema with these objects, each in the place of one with the same name.
  public SchemaModel with(Collection<? extends SchemaObject> added) {
    Map<ObjectName, SchemaObject> changed = new LinkedHashMap<>(objects);
    added.forEach(object -> changed.put(object.name(), object));
    return new SchemaModel(dialect, changed);
  }

  /// Returns the schema without this object.
  public SchemaModel without(ObjectName name) {
    Map<ObjectName, SchemaObject> changed = new LinkedHashMap<>(objects);
    changed.remove(name);
    return new SchemaModel(dialect, changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SchemaModel model
        && dialect == model.dialect
        && objects.equals(model.objects);
  }

  @Override
  public int hashCode() {
    return objects.hashCode();
  }

  @Override
  public String toString() {
    return objects.values().toString();
  }
}
