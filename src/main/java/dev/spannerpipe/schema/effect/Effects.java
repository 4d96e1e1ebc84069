package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.ddl.StatementFacts;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Finds what changed between two schemas. Three differences are no effects, because nobody can see
/// them: the order of columns, names that the database made up for constraints, and the indexes
/// that it made for foreign keys.
public final class Effects {
  private static final Comparator<Effect> ORDER =
      Comparator.comparing(Effect::object).thenComparingInt(Effects::rank);

  private final SchemaModel before;
  private final SchemaModel after;
  private final PropertyEffects properties;
  private final List<Effect> effects = new ArrayList<>();

  private Effects(SchemaModel before, SchemaModel after, StatementFacts facts) {
    this.before = before;
    this.after = after;
    this.properties = new PropertyEffects(facts::removes);
  }

  /// Returns the effects of statements that are not known, sorted by what they are about. A table
  /// under a new name is a new table, and a property that is gone counts as lost.
  public static List<Effect> between(SchemaModel before, SchemaModel after) {
    return between(before, after, StatementFacts.NONE);
  }

  /// Returns the effects of statements, sorted by what they are about.
  ///
  /// @param facts what the statements between the two schemas name
  public static List<Effect> between(SchemaModel before, SchemaModel after, StatementFacts facts) {
    SchemaModel moved = before;
    List<Effect> effects = new ArrayList<>();
    for (StatementFacts.Step step : facts.steps()) {
      effects.addAll(effects(moved, step));
      moved =
          switch (step) {
            case StatementFacts.Rename(Name from, Name to) ->
                SchemaStatements.rename(moved, from, to);
            case StatementFacts.Drop(ObjectName object) -> SchemaStatements.drop(moved, object);
          };
    }
    Effects found = new Effects(moved, after, facts);
    found.compare();
    effects.addAll(found.effects);
    effects.sort(ORDER);
    return List.copyOf(effects);
  }

  /// Returns what a step does by itself. Whatever has the old name after that is another object.
  private static List<Effect> effects(SchemaModel model, StatementFacts.Step step) {
    return switch (step) {
      case StatementFacts.Rename(Name from, Name to) ->
          model.table(from).isEmpty()
              ? List.of()
              : List.of(
                  new Effect.Changed(
                      new ObjectName(ObjectKind.TABLE, to),
                      Property.of(Property.Aspect.NAME),
                      from.text(),
                      to.text()));
      case StatementFacts.Drop(ObjectName object) ->
          exists(model, object) ? List.of(new Effect.Dropped(object)) : List.of();
    };
  }

  private static boolean exists(SchemaModel model, ObjectName object) {
    return object.part().isEmpty()
        ? model.has(object)
        : model.table(object.name()).flatMap(table -> table.column(object.part())).isPresent();
  }

  private static int rank(Effect effect) {
    return switch (effect) {
      case Effect.Dropped _ -> 0;
      case Effect.Added _ -> 1;
      // They are sorted by their properties already.
      case Effect.Changed _, Effect.Lost _ -> 2;
    };
  }

  private void compare() {
    TreeSet<ObjectName> names = new TreeSet<>();
    before.objects().forEach(object -> names.add(object.name()));
    after.objects().forEach(object -> names.add(object.name()));
    names.removeIf(Effects::isMadeByDatabase);
    for (ObjectName name : names) {
      compare(name, before.find(name), after.find(name));
    }
  }

  /// Returns whether the database made this index by itself, for a foreign key.
  public static boolean isMadeByDatabase(ObjectName name) {
    return name.kind() == ObjectKind.INDEX && ConstraintNames.isManagedIndex(name.name());
  }

  private void compare(ObjectName name, Optional<SchemaObject> from, Optional<SchemaObject> to) {
    if (from.isPresent() && to.isPresent()) {
      if (!from.equals(to)) {
        compare(from.get(), to.get());
      }
    } else {
      from.ifPresent(_ -> effects.add(new Effect.Dropped(name)));
      to.ifPresent(_ -> effects.add(new Effect.Added(name)));
    }
  }

  private void compare(SchemaObject from, SchemaObject to) {
    effects.addAll(
        properties.between(to.name(), ObjectProperties.of(from), ObjectProperties.of(to)));
    if (from instanceof Table old && to instanceof Table young) {
      compareColumns(old, young);
      compareSynonyms(old, young);
      effects.addAll(new ConstraintEffects(properties).between(before, old, after, young));
    }
  }

  private void compareColumns(Table from, Table to) {
    TreeSet<Name> names = new TreeSet<>();
    from.columns().forEach(column -> names.add(column.name()));
    to.columns().forEach(column -> names.add(column.name()));
    for (Name column : names) {
      ObjectName name = to.part(ObjectKind.COLUMN, column);
      Optional<Column> old = from.column(column);
      Optional<Column> young = to.column(column);
      if (old.isPresent() && young.isPresent()) {
        effects.addAll(
            properties.between(
                name, ObjectProperties.of(old.get()), ObjectProperties.of(young.get())));
      } else {
        old.ifPresent(_ -> effects.add(new Effect.Dropped(name)));
        young.ifPresent(_ -> effects.add(new Effect.Added(name)));
      }
    }
  }

  private void compareSynonyms(Table from, Table to) {
    for (Name synonym : from.traits().synonyms()) {
      if (!to.traits().synonyms().contains(synonym)) {
        effects.add(new Effect.Dropped(to.part(ObjectKind.SYNONYM, synonym)));
      }
    }
    for (Name synonym : to.traits().synonyms()) {
      if (!from.traits().synonyms().contains(synonym)) {
        effects.add(new Effect.Added(to.part(ObjectKind.SYNONYM, synonym)));
      }
    }
  }
}
