package dev.spannerpipe.plan;

/// Data that a statement of a plan loses.
///
/// @param object what is lost, as in `table singers` or `column name of singers`
/// @param changeSet the change set that loses it
/// @param location where the statement is
/// @param clause what happens, in words that can follow the change set's name: `drops the table
///   singers`
public record DataLoss(
    Kind kind, String object, ChangeSetId changeSet, SourceLocation location, String clause) {
  /// How data is lost. The names are those that a policy uses.
  public enum Kind {
    /// A table goes, with its rows.
    DROP_TABLE,
    /// A named schema goes.
    DROP_SCHEMA,
    /// A sequence goes, with what it has counted.
    DROP_SEQUENCE,
    /// A change stream goes, with what nobody has read yet.
    DROP_CHANGE_STREAM,
    /// The database goes.
    DROP_DATABASE,
    /// An object goes of whose kind it is not known that it holds no data.
    DROP_OTHER,
    /// A column goes, with its values.
    DROP_COLUMN,
    /// A column's type becomes narrower.
    ALTER_TYPE,
    /// An object is altered in a way of which it is not known that it keeps all data.
    ALTER_OTHER,
    /// Rows expire from now on.
    EXPIRE_ROWS,
    /// Rows are deleted.
    DELETE_ROWS,
    /// Earlier versions of the data are kept for a shorter time.
    SHORTEN_RETENTION
  }

  /// Returns it as a clause: `change set a.sql::1::ann at a.sql:3 drops the table singers`.
  public String text() {
    return "change set %s at %s %s".formatted(changeSet, location, clause);
  }
}
