package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.QueryException;
import java.util.OptionalInt;

/// A call to the database service did not succeed. Adapters throw it; the engine decides what it
/// means.
public class DatabaseException extends QueryException {
  private static final long serialVersionUID = 1L;

  /// What the engine can do about it.
  public enum Kind {
    /// No answer, aborted or too busy: whether it took effect is not known; worth another try.
    TRANSIENT,
    /// An error inside the service: whether it took effect is not known; worth very few tries.
    UNCLEAR,
    /// The service understood it and says no: it took no effect.
    REFUSED,
    /// The transaction would change more rows than one may.
    TOO_MANY_MUTATIONS,
    /// The identity may not do this.
    DENIED,
    /// The database, or its instance, does not exist.
    MISSING
  }

  private final Kind kind;
  private final int statement;

  /// A failure that no exception of a library stands behind.
  public DatabaseException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.statement = -1;
  }

  /// A failure that is not about one statement.
  public DatabaseException(Kind kind, String message, Throwable cause) {
    this(kind, message, -1, cause);
  }

  /// A failure of one statement of several, counted from 0.
  public DatabaseException(Kind kind, String message, int statement, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.statement = statement;
  }

  @Override
  public boolean isRefusal() {
    return kind == Kind.REFUSED;
  }

  /// Returns what can be done about it.
  public Kind kind() {
    return kind;
  }

  /// Returns which statement it was, where that is known.
  public OptionalInt statement() {
    return statement < 0 ? OptionalInt.empty() : OptionalInt.of(statement);
  }
}
