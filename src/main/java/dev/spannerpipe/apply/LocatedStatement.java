package dev.spannerpipe.apply;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.SourceLocation;

/// One statement and its source location.
///
/// @param changeSet the change set of the statement
/// @param location the source location of the statement; with `sqlFile` and `loadData`, the
///   statement comes from another file than its change set
/// @param kind the kind of statement, as in [dev.spannerpipe.sql.StatementKind]
/// @param number the position of the statement in the change set, counted from 1
/// @param total how many statements the change set has
record LocatedStatement(
    ChangeSetId changeSet,
    SourceLocation location,
    String kind,
    String statement,
    int number,
    int total) {}
