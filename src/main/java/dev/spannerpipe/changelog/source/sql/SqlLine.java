package dev.spannerpipe.changelog.source.sql;

/// A line of a formatted SQL changelog as Liquibase reads it.
///
/// @param number the line number, counted from 1
/// @param changeSet the index of the change set that contains the line, counted from 0; -1 above
///   the first change set
/// @param literal the number of the line in which a literal begins, if this line begins inside of
///   that literal; otherwise 0
/// @param inComment whether the line begins inside of a block comment
record SqlLine(int number, String text, Role role, int changeSet, int literal, boolean inComment) {
  /// What Liquibase reads the line as.
  enum Role {
    /// The header of a change set.
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

  /// Returns whether the line may be an instruction for Liquibase. That includes a line inside of a
  /// block comment.
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
