package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.QueryException;
import java.util.OptionalInt;

/// A call to the database service failed. The implementations of [Database] and [SchemaChanges]
/// throw this exception, and the engine decides what follows from it.
public class DatabaseException extends QueryException {
  private static final long serialVersionUID = 1L;

  /// How the engine can handle the failure.
  public enum Kind {
    /// Spanner did not respond, aborted the call or was too busy. It may be unknown whether the
    /// call took effect. A retry may succeed.
    TRANSIENT,
    /// Spanner had an internal error. It is unknown whether the call took effect. A retry rarely
    /// succeeds.
    UNCLEAR,
    /// Spanner understood the call and rejected it, so the call took no effect.
    REFUSED,
    /// The transaction would exceed the limit of mutations.
    TOO_MANY_MUTATIONS,
    /// The identity of the run lacks a permission.
    DENIED,
    /// The database, or its instance, does not exist.
    MISSING
  }

  private final Kind kind;
  private final int statement;

  /// Creates a failure without a cause.
  public DatabaseException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.statement = -1;
  }

  /// Creates a failure that names no statement.
  public DatabaseException(Kind kind, String message, Throwable cause) {
    this(kind, message, -1, cause);
  }

  /// Creates a failure of one of several statements.
  ///
  /// @param statement the index of the failed statement, counted from 0
  public DatabaseException(Kind kind, String message, int statement, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.statement = statement;
  }

  @Override
  public boolean isRefusal() {
    return kind == Kind.REFUSED;
  }

  /// Returns how the failure can be handled.
  public Kind kind() {
    return kind;
  }

  /// Returns the index of the failed statement, counted from 0; empty if it is not known.
  public OptionalInt statement() {
    return statement < 0 ? OptionalInt.empty() : OptionalInt.of(statement);
  }
}
