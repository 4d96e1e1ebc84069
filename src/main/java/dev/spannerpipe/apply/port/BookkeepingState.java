package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.record.RunRow;
import java.time.Instant;
import java.util.Optional;

/// The content of the book-keeping tables, read at one moment.
///
/// @param databaseTime the server's clock at the read
/// @param lease the lease's row, if there is one
/// @param lock the row of Liquibase's lock; free if there is no row
/// @param own the intent of the requested attempt, if its row exists
/// @param open the open intent, if there is one
/// @param cursor the half-finished change set, if there is one
/// @param holderRun the run that holds the lease, if its row exists
/// @param majorVersion the version of the tables; 0 if none was written yet
public record BookkeepingState(
    Instant databaseTime,
    Optional<Lease> lease,
    LiquibaseLock lock,
    Optional<Intent> own,
    Optional<Intent> open,
    Optional<Cursor> cursor,
    Optional<RunRow> holderRun,
    long majorVersion) {}
