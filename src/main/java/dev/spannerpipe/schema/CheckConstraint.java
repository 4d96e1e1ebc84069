package dev.spannerpipe.schema;

import dev.spannerpipe.sql.SqlFragment;

/// A check constraint.
///
/// @param name empty if the database gave it a name
public record CheckConstraint(Name name, SqlFragment expression) {
  /// Returns the constraint under this name.
  public CheckConstraint withName(Name changed) {
    return new CheckConstraint(changed, expression);
  }
}
