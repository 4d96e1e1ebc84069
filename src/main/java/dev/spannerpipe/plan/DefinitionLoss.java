package dev.spannerpipe.plan;

/// A part of a column's definition that a statement drops without naming it. If an `ALTER COLUMN`
/// states a type, Spanner drops every part of the definition that the statement does not repeat. No
/// data is lost, so a definition loss does not block a plan.
///
/// @param object the column, as in `column name of singers`
/// @param changeSet the change set that has the statement
/// @param location where the statement is
/// @param clause what the statement does, in words that can follow the change set's name: `drops
///   NOT NULL of column name of singers, which it does not repeat`
public record DefinitionLoss(
    String object, ChangeSetId changeSet, SourceLocation location, String clause) {
  /// Returns the loss as a clause: `change set a.sql::1::ann at a.sql:3 drops …`.
  public String text() {
    return "change set %s at %s %s".formatted(changeSet, location, clause);
  }
}
