package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.CheckConstraint;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Compares the constraints of a table. A constraint whose name the database may have made up is
/// found again by its definition.
record ConstraintEffects(PropertyEffects properties) {
  /// A constraint of either kind.
  ///
  /// @param definition a value without the name
  private record Constraint(
      ObjectKind kind, Name name, Object definition, Map<Property, Object> values) {
    static Constraint of(SchemaModel model, ForeignKey written) {
      ForeignKey key = resolved(model, written);
      return new Constraint(
          ObjectKind.FOREIGN_KEY, key.name(), key.withName(Name.NONE), ObjectProperties.of(key));
    }

    static Constraint of(CheckConstraint check) {
      return new Constraint(
          ObjectKind.CHECK, check.name(), check.expression(), ObjectProperties.of(check));
    }

    boolean hasNameOf(Constraint other) {
      return kind == other.kind && !name.isEmpty() && name.equals(other.name);
    }

    boolean says(Constraint other) {
      return kind == other.kind
          && definition.equals(other.definition)
          && (ConstraintNames.mayBeGenerated(name) || ConstraintNames.mayBeGenerated(other.name));
    }

    ObjectName in(Table table) {
      String text = definition instanceof ForeignKey key ? key.definition() : definition.toString();
      return table.part(
          kind, name.isEmpty() ? new Name(text, text.toLowerCase(Locale.ROOT)) : name);
    }

    /// A reference without columns is one to the primary key.
    private static ForeignKey resolved(SchemaModel model, ForeignKey key) {
      return key.reference().columns().isEmpty()
          ? model
              .table(key.reference().table())
              .map(
                  table ->
                      key.withReference(
                          new ForeignKey.Reference(
                              key.reference().table(),
                              table.primaryKey().stream().map(part -> part.column()).toList())))
              .orElse(key)
          : key;
    }
  }

  List<Effect> between(SchemaModel before, Table from, SchemaModel after, Table to) {
    List<Effect> effects = new ArrayList<>();
    List<Constraint> old = constraints(before, from);
    List<Constraint> young = constraints(after, to);
    for (Constraint one : List.copyOf(old)) {
      young.stream()
          .filter(one::hasNameOf)
          .findFirst()
          .ifPresent(
              other -> {
                effects.addAll(properties.between(one.in(to), one.values(), other.values()));
                old.remove(one);
                young.remove(other);
              });
    }
    for (Constraint one : List.copyOf(old)) {
      young.stream()
          .filter(one::says)
          .findFirst()
          .ifPresent(
              other -> {
                old.remove(one);
                young.remove(other);
              });
    }
    old.forEach(gone -> effects.add(new Effect.Dropped(gone.in(to))));
    young.forEach(added -> effects.add(new Effect.Added(added.in(to))));
    return effects;
  }

  private static List<Constraint> constraints(SchemaModel model, Table table) {
    List<Constraint> constraints = new ArrayList<>();
    table.constraints().foreignKeys().forEach(key -> constraints.add(Constraint.of(model, key)));
    table.constraints().checks().forEach(check -> constraints.add(Constraint.of(check)));
    return constraints;
  }
}
