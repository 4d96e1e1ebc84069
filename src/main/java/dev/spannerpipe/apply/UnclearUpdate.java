package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseException;

/// Spanner neither executed nor rejected a group of consecutive data changes in a transaction. The
/// transaction was not committed.
final class UnclearUpdate extends DatabaseException {
  private static final long serialVersionUID = 1L;

  private final int from;
  private final int to;

  /// @param from the index of the first statement of the group, counted from 0
  /// @param to the index after the last statement of the group
  UnclearUpdate(int from, int to, DatabaseException cause) {
    super(Kind.UNCLEAR, cause.reason(), cause);
    this.from = from;
    this.to = to;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }
}
