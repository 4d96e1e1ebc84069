package dev.spannerpipe.plan;

/// A loss of data that a statement of a plan would cause.
///
/// @param object the object whose data is lost, as in `table singers` or `column name of singers`
/// @param changeSet the change set that has the statement
/// @param location where the statement is
/// @param clause what the statement does, in words that can follow the change set's name: `drops
///   the table singers`
public record DataLoss(
    Kind kind, String object, ChangeSetId changeSet, SourceLocation location, String clause) {
  /// How data is lost. Policies use the same names.
  public enum Kind {
    /// A table is dropped, with its rows.
    DROP_TABLE,
    /// A named schema is dropped.
    DROP_SCHEMA,
    /// A sequence is dropped, with its current count.
    DROP_SEQUENCE,
    /// A change stream is dropped, with the records that nobody has read yet.
    DROP_CHANGE_STREAM,
    /// The database is dropped.
    DROP_DATABASE,
    /// An object of another kind is dropped. The pipe does not know whether this kind holds data.
    DROP_OTHER,
    /// A column is dropped, with its values.
    DROP_COLUMN,
    /// A column's type becomes narrower.
    ALTER_TYPE,
    /// An object is altered. The pipe does not know whether this alteration keeps all data.
    ALTER_OTHER,
    /// Rows expire from now on, or earlier than before.
    EXPIRE_ROWS,
    /// Rows are deleted.
    DELETE_ROWS,
    /// Earlier versions of the data, or the records of a change stream, are kept for a shorter
    /// time.
    SHORTEN_RETENTION
  }

  /// Returns the loss as a clause: `change set a.sql::1::ann at a.sql:3 drops the table singers`.
  public String text() {
    return "change set %s at %s %s".formatted(changeSet, location, clause);
  }
}
