package dev.spannerpipe.changelog.source.sql;

/// A line of a formatted SQL changelog as Liquibase takes it.
///
/// @param number from 1
/// @param changeSet the change set that it is in, counted from 0; -1 before the first one
record SqlLine(int number, String text, Role role, int changeSet) {
  /// What Liquibase takes a line for.
  enum Role {
    /// The first line of a change set.
    HEADER,
    /// SQL, a comment, or a line with an instruction for Liquibase.
    TEXT,
    /// `--ignoreLines`.
    IGNORE,
    /// What such a line takes out.
    IGNORED,
    /// A comment with rollback SQL.
    ROLLBACK
  }

  boolean is(Role wanted) {
    return role == wanted;
  }
}
