package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the change sets of a plan have created so far, by its present names.
public record CreatedObjectNames(Set<ObjectName> names) {
  /// Nothing yet.
  public static final CreatedObjectNames NONE = new CreatedObjectNames(Set.of());

  /// Copies the names.
  public CreatedObjectNames {
    names = Set.copyOf(names);
  }

  /// Returns whether the plan created it, or the table that it is a part of.
  public boolean has(ObjectName object) {
    return names.contains(object) || names.contains(object.owner());
  }

  /// Returns these names, and those that these effects give to the same objects.
  CreatedObjectNames alsoAsRenamedBy(List<Effect> effects) {
    Set<ObjectName> all = new HashSet<>(names);
    names.forEach(name -> all.add(renamed(name, effects)));
    return new CreatedObjectNames(all);
  }

  /// Returns what is created after these effects, too.
  public CreatedObjectNames after(List<Effect> effects) {
    Set<ObjectName> changed = new HashSet<>();
    names.forEach(name -> changed.add(renamed(name, effects)));
    for (Effect effect : effects) {
      if (effect instanceof Effect.Dropped(ObjectName object)) {
        changed.remove(object);
      }
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Added(ObjectName object)) {
        changed.add(object);
      }
    }
    return new CreatedObjectNames(changed);
  }

  private static ObjectName renamed(ObjectName name, List<Effect> effects) {
    if (name.owner().kind() != ObjectKind.TABLE) {
      return name;
    }
    for (Effect effect : effects) {
      if (effect instanceof Effect.Changed changed
          && changed.property().aspect() == Aspect.NAME
          && changed.from().equals(name.name().text())) {
        return new ObjectName(name.kind(), changed.object().name(), name.part());
      }
    }
    return name;
  }
}
