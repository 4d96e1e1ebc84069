package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Compares properties.
///
/// @param named whether a statement named the property of an object that is gone
record PropertyEffects(BiPredicate<ObjectName, Property> named) {
  List<Effect> between(
      ObjectName object, Map<Property, Object> before, Map<Property, Object> after) {
    List<Effect> effects = new ArrayList<>();
    TreeSet<Property> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (Property property : all) {
      Object from = before.get(property);
      Object to = after.get(property);
      if (!isSame(from, to)) {
        String old = from == null ? "" : ObjectProperties.text(from);
        effects.add(
            to == null && !named.test(object, property)
                ? new Effect.Lost(object, property, old)
                : new Effect.Changed(
                    object, property, old, to == null ? "" : ObjectProperties.text(to)));
      }
    }
    return effects;
  }

  private static boolean isSame(@Nullable Object from, @Nullable Object to) {
    return Objects.equals(from, to)
        || (from == null && to instanceof RetentionPeriod after && after.isUsual())
        || (to == null && from instanceof RetentionPeriod before && before.isUsual());
  }
}
