package dev.spannerpipe.apply;

import dev.spannerpipe.plan.ChangeSetId;

/// One statement and where it comes from.
///
/// @param line from 1; 0 where it is not known
/// @param kind the kind of statement, as in [dev.spannerpipe.sql.StatementKind]
/// @param number its place in its change set, from 1
/// @param of how many statements that change set has
record StatementPlace(
    ChangeSetId changeSet,
    String file,
    int line,
    String kind,
    String statement,
    int number,
    int of) {
  String location() {
    return line == 0 ? file : file + ":" + line;
  }
}
