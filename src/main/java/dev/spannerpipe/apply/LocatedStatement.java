package dev.spannerpipe.apply;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.SourceLocation;

/// One statement and its source location.
///
/// @param location where it is stored; with `sqlFile` and `loadData`, this is not the file of the
///   change set
/// @param kind the kind of statement, as in [dev.spannerpipe.sql.StatementKind]
/// @param number its position in its change set, from 1
/// @param of how many statements that change set has
record LocatedStatement(
    ChangeSetId changeSet,
    SourceLocation location,
    String kind,
    String statement,
    int number,
    int of) {}
