package dev.spannerpipe.apply.port;

import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import java.util.function.Supplier;

/// Everything outside of the engine that the engine uses.
///
/// @param identity returns the identity of the database; called once, when the run takes the lease
public record Ports(
    Database database,
    SchemaChanges schema,
    Supplier<Lease.DatabaseIdentity> identity,
    Time time,
    Retry retry) {}
