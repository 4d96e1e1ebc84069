package dev.spannerpipe.changelog.source.sql;

/// A line of a formatted SQL changelog as Liquibase reads it.
///
/// @param number the line number, counted from 1
/// @param changeSet the index of its change set, counted from 0; -1 before the first one
/// @param literal the line of the literal that it begins inside of; 0 if there is none
/// @param inComment whether it begins inside of a block comment
record SqlLine(int number, String text, Role role, int changeSet, int literal, boolean inComment) {
  /// The role of a line for Liquibase.
  enum Role {
    /// The first line of a change set.
    HEADER,
    /// SQL, a comment, or a line with an instruction for Liquibase.
    TEXT,
    /// `--ignoreLines`.
    IGNORE,
    /// A line that `--ignoreLines` skips.
    IGNORED,
    /// A line of a block comment with rollback SQL.
    ROLLBACK
  }

  boolean is(Role wanted) {
    return role == wanted;
  }

  /// Returns whether it may be an instruction for Liquibase, including lines in a block comment.
  boolean isFreeText() {
    return role == Role.TEXT && !isInLiteral();
  }

  boolean isInLiteral() {
    return literal > 0;
  }

  SqlLine inLiteral(int line) {
    return new SqlLine(number, text, role, changeSet, line, false);
  }

  SqlLine inBlockComment() {
    return new SqlLine(number, text, role, changeSet, 0, true);
  }
}
