package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.failure.MigrationFailure;
import java.time.Instant;
import java.util.Optional;

/// Detects a database that was restored from a backup or copied: its book-keeping tables (the
/// pipe's own tables) name another database. In a restored database, Spanner cannot report on the
/// operations that these tables list, because the operations belong to the original database.
public final class RestoredDatabase {
  private RestoredDatabase() {}

  /// Returns a failure which says that a person must first decide the outcome of the open intent
  /// (the row that announces an effect before a run requests it) in a restored database. Returns
  /// empty if the database was not restored, or if it has no open intent.
  public static Optional<MigrationFailure> inTheMiddle(
      BookkeepingState state, Lease.DatabaseIdentity identity) {
    return state
        .lease()
        .map(Lease::database)
        .filter(recorded -> recorded.isOther(identity))
        .flatMap(recorded -> state.open().map(open -> inTheMiddle(recorded, identity, open)));
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
        : identity.name() + " (created at " + createdAt + ")";
  }
}
