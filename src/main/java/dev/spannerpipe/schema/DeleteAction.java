package dev.spannerpipe.schema;

/// What happens to a row if the row that it depends on is deleted.
public enum DeleteAction {
  /// The deletion is rejected.
  NO_ACTION,
  /// The row is deleted, too.
  CASCADE;

  /// Returns the action in SQL.
  public String sql() {
    return name().replace('_', ' ');
  }
}
