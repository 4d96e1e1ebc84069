package dev.spannerpipe.adopt;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.schema.effect.Effects;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// How the schema of a database differs from the one that the changelog makes. In each difference,
/// the value before is the changelog's, and the value after is the database's.
///
/// @param replayed differences in what the emulator replays
/// @param unchecked differences in what the emulator cannot replay, so that only texts were
///   compared. Two texts may mean the same
public record Differences(List<Effect> replayed, List<Effect> unchecked) {
  /// No differences.
  static final Differences NONE = new Differences(List.of(), List.of());

  /// The kinds of objects and parts that are compared by what they are. Of the others, an emulator
  /// shows nothing, so that only their texts are compared.
  private static final Set<ObjectKind> REPLAYED =
      EnumSet.of(
          ObjectKind.DATABASE,
          ObjectKind.SCHEMA,
          ObjectKind.TABLE,
          ObjectKind.INDEX,
          ObjectKind.SEARCH_INDEX,
          ObjectKind.VIEW,
          ObjectKind.SEQUENCE,
          ObjectKind.CHANGE_STREAM,
          ObjectKind.CONSTRAINT,
          ObjectKind.SYNONYM,
          ObjectKind.COLUMN,
          ObjectKind.FOREIGN_KEY,
          ObjectKind.CHECK);

  /// Copies the lists.
  public Differences {
    replayed = List.copyOf(replayed);
    unchecked = List.copyOf(unchecked);
  }

  /// Returns the differences between two schemas.
  ///
  /// @param notReplayed what the emulator did not execute on either side. For a table, this means
  ///   its constraints and clauses
  /// @param uncertain columns of which nobody knows whether Spanner keeps their default and `NOT
  ///   NULL`
  static Differences between(
      SchemaModel changelog,
      SchemaModel database,
      Set<ObjectName> notReplayed,
      Set<ObjectName> uncertain) {
    List<Effect> replayed = new ArrayList<>();
    List<Effect> unchecked = new ArrayList<>();
    for (Effect effect : Effects.between(changelog, database)) {
      boolean known = !isTextOnly(effect.object(), notReplayed) && !isUncertain(effect, uncertain);
      (known ? replayed : unchecked).add(effect);
    }
    return new Differences(replayed, unchecked);
  }

  /// Returns whether only the text of something is compared.
  static boolean isTextOnly(ObjectName object, Set<ObjectName> notReplayed) {
    return !REPLAYED.contains(object.kind())
        || notReplayed.contains(object)
        || (object.kind() != ObjectKind.COLUMN && notReplayed.contains(object.owner()));
  }

  private static boolean isUncertain(Effect effect, Set<ObjectName> uncertain) {
    return uncertain.contains(effect.object())
        && switch (effect) {
          case Effect.Changed changed -> isLosable(changed.property().aspect());
          case Effect.Lost lost -> isLosable(lost.property().aspect());
          case Effect.Added _, Effect.Dropped _ -> false;
        };
  }

  private static boolean isLosable(Aspect aspect) {
    return aspect == Aspect.DEFAULT || aspect == Aspect.NOT_NULL;
  }

  /// Returns whether there are none.
  public boolean isEmpty() {
    return replayed.isEmpty() && unchecked.isEmpty();
  }

  /// Returns how many there are.
  public int size() {
    return replayed.size() + unchecked.size();
  }

  /// Returns all differences.
  public List<Effect> all() {
    List<Effect> all = new ArrayList<>(replayed);
    all.addAll(unchecked);
    return all;
  }
}
