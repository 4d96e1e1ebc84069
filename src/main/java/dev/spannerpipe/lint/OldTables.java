package dev.spannerpipe.lint;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables that existed before the plan, by the names that they have at some point of it. Only
/// these tables can have rows that the plan did not make.
///
/// @param originals the name before the plan, by the name now
record OldTables(Map<Name, Name> originals) {
  OldTables {
    originals = Map.copyOf(originals);
  }

  /// Returns the tables at the beginning of the plan.
  static OldTables of(SchemaModel before) {
    Map<Name, Name> names = new HashMap<>();
    before
        .objects(Table.class)
        .forEach(table -> names.put(table.name().name(), table.name().name()));
    return new OldTables(names);
  }

  /// Returns the name that a table had before the plan; empty if the plan created the table.
  Optional<Name> original(Name table) {
    return Optional.ofNullable(originals.get(table));
  }

  /// Returns the tables after the effects of a change set. A table that is dropped and created
  /// again has no old rows.
  OldTables after(List<Effect> effects) {
    Map<Name, Name> names = new HashMap<>(originals);
    effects.stream()
        .filter(Effect.Dropped.class::isInstance)
        .map(Effect::object)
        .filter(object -> object.kind() == ObjectKind.TABLE)
        .map(ObjectName::name)
        .forEach(names::remove);
    List<Effect.Changed> renames = new ArrayList<>(renames(effects));
    Map<Name, Name> moved = new HashMap<>();
    names.forEach((now, original) -> moved.put(renamed(now, renames), original));
    return new OldTables(moved);
  }

  private static List<Effect.Changed> renames(List<Effect> effects) {
    return effects.stream()
        .filter(Effect.Changed.class::isInstance)
        .map(Effect.Changed.class::cast)
        .filter(changed -> changed.property().aspect() == Aspect.NAME)
        .toList();
  }

  /// Follows a name through renames, each of which happens once.
  private static Name renamed(Name name, List<Effect.Changed> renames) {
    Name now = name;
    List<Effect.Changed> left = new ArrayList<>(renames);
    Optional<Effect.Changed> next = next(now, left);
    while (next.isPresent()) {
      left.remove(next.get());
      now = next.get().object().name();
      next = next(now, left);
    }
    return now;
  }

  private static Optional<Effect.Changed> next(Name name, List<Effect.Changed> renames) {
    return renames.stream().filter(rename -> rename.from().equals(name.text())).findFirst();
  }
}
