package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.record.RunRow;
import java.time.Instant;
import java.util.Optional;

/// What the book-keeping tables say, read at one moment.
///
/// @param databaseTime the server's clock at the read
/// @param lease the lease's row, if there is one
/// @param lock the row of Liquibase's lock; free where there is none
/// @param own the intent of the attempt that was asked for, if it is there
/// @param open the intent that is not settled, if there is one
/// @param cursor the half-finished change set, if there is one
/// @param holderRun the run that holds the lease, if its row is there
/// @param majorVersion the version of the tables; 0 where none was written yet
public record BookkeepingState(
    Instant databaseTime,
    Optional<Lease> lease,
    LiquibaseLock lock,
    Optional<Intent> own,
    Optional<Intent> open,
    Optional<Cursor> cursor,
    Optional<RunRow> holderRun,
    long majorVersion) {}
