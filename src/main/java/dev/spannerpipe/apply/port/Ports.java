package dev.spannerpipe.apply.port;

import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import java.util.function.Supplier;

/// Everything outside of the engine that it uses.
///
/// @param identity identifies the database; queried once, when the lease is taken
public record Ports(
    Database database,
    SchemaChanges schema,
    Supplier<Lease.DatabaseIdentity> identity,
    Time time,
    Retry retry) {}
