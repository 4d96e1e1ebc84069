package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.Cursor;
import java.time.Instant;
import java.util.Optional;

/// The content of the book-keeping tables (the pipe's own tables), read at one moment. An intent is
/// the row that announces an effect before a run requests it.
///
/// @param databaseTime the time of the read, by the database's clock
/// @param lease the row of the lease (the right to change the database), if there is one
/// @param lock the row of Liquibase's lock; free if there is no row
/// @param own the intent with the attempt id that the reader requested, if this intent exists
/// @param open the intent whose outcome is not recorded yet, if there is one
/// @param cursor how far the half-finished change set got; empty if no change set is half-finished
/// @param majorVersion the version of the book-keeping tables; 0 if no version is stored yet
public record BookkeepingState(
    Instant databaseTime,
    Optional<Lease> lease,
    LiquibaseLock lock,
    Optional<Intent> own,
    Optional<Intent> open,
    Optional<Cursor> cursor,
    long majorVersion) {}
