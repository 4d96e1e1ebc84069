package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.failure.MigrationFailure;
import java.time.Instant;
import java.util.Optional;

/// Detects a database that was restored from a backup or copied: its book-keeping tables name
/// another database. Its server does not know the operations on record.
public final class RestoredDatabase {
  private RestoredDatabase() {}

  /// Returns why a restored database needs a person's decision first. Empty if the database is the
  /// one on record, or if no intent was open in it.
  public static Optional<MigrationFailure> inTheMiddle(
      BookkeepingState standing, Lease.DatabaseIdentity identity) {
    return standing
        .lease()
        .map(Lease::database)
        .filter(recorded -> recorded.isOther(identity))
        .flatMap(recorded -> standing.open().map(open -> inTheMiddle(recorded, identity, open)));
  }

  static MigrationFailure inTheMiddle(
      Lease.DatabaseIdentity recorded, Lease.DatabaseIdentity identity, Intent open) {
    return new MigrationFailure(
        "Could not take the lease of %s: the database was restored or copied from %s while operation %s was running, so it is not known which of its statements are in this copy"
            .formatted(describe(identity), describe(recorded), open.attempt().operationId()),
        "Compare the schema with the operation's statements (COMMAND=status shows them), then run COMMAND=resolve with RESOLVE_INTENT=%s and RESOLVE_AS=applied, applied:<number of the first statements that are applied> or not-applied"
            .formatted(open.attempt()));
  }

  static String describe(Lease.DatabaseIdentity identity) {
    Instant createdAt = identity.createdAt();
    return createdAt == null
        ? identity.name()
        : identity.name() + " as it was created at " + createdAt;
  }
}
