package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.Name;
import java.util.regex.Pattern;

/// Names that the database makes up. They change when a constraint is made again, and mean nothing.
final class ConstraintNames {
  private static final Pattern GENERATED =
      Pattern.compile("(?i)(fk|ck)_.+_[0-9a-f]{16}(_\\d+)?|.+_(fkey|check)\\d*");

  private static final Pattern MANAGED_INDEX = Pattern.compile("(?i)idx_.+_[0-9a-f]{16}(_\\d+)?");

  private ConstraintNames() {}

  /// Returns whether the database may have made up the name of a constraint.
  static boolean mayBeGenerated(Name name) {
    return name.isEmpty() || GENERATED.matcher(name.text()).matches();
  }

  /// Returns whether the database made the index for a foreign key.
  static boolean isManagedIndex(Name name) {
    return MANAGED_INDEX.matcher(name.text()).matches();
  }
}
