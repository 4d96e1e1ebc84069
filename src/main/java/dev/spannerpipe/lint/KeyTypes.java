package dev.spannerpipe.lint;

import dev.spannerpipe.schema.ColumnType;
import java.util.Set;

/// What the type of a key's first column means for the places where new rows go.
final class KeyTypes {
  private static final Set<String> GROWING =
      Set.of("TIMESTAMP", "DATE", "timestamp with time zone", "spanner.commit_timestamp", "date");

  private static final Set<String> INTEGERS = Set.of("INT64", "bigint");
  private static final Set<String> BOOLEANS = Set.of("BOOL", "boolean");

  private KeyTypes() {}

  /// Returns whether values of the type usually grow with time.
  static boolean grows(ColumnType type) {
    return GROWING.contains(type.base());
  }

  /// Returns whether values of the type are often counted up.
  static boolean mayCount(ColumnType type) {
    return INTEGERS.contains(type.base());
  }

  /// Returns whether the type has two values only.
  static boolean isBoolean(ColumnType type) {
    return BOOLEANS.contains(type.base());
  }
}
