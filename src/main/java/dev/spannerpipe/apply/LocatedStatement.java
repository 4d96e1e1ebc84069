package dev.spannerpipe.apply;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.SourceLocation;

/// One statement and where it comes from.
///
/// @param location where it is stored; with `sqlFile` and `loadData`, not in the file of the change
///   set
/// @param kind the kind of statement, as in [dev.spannerpipe.sql.StatementKind]
/// @param number its place in its change set, from 1
/// @param of how many statements that change set has
record LocatedStatement(
    ChangeSetId changeSet,
    SourceLocation location,
    String kind,
    String statement,
    int number,
    int of) {}
