package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.LiquibaseLock;
import java.time.Instant;

/// Liquibase's lock while the holder of the lease holds it. Plain Liquibase then waits and reports
/// who holds the lock.
final class HeldLiquibaseLock {
  private static final String PREFIX = "spanner-pipe ";

  /// The width of the column in the newer of the two known table layouts.
  private static final int LONGEST = 255;

  private HeldLiquibaseLock() {}

  /// Returns whether the lock is still the one that this run took.
  static boolean isOf(LeaseRequest claim, LiquibaseLock lock) {
    String lockedBy = lock.lockedBy();
    return lock.locked() && lockedBy != null && lockedBy.startsWith(PREFIX + claim.runId());
  }

  static LiquibaseLock heldBy(LeaseRequest claim, Instant now) {
    String url = claim.url();
    String text = PREFIX + claim.runId() + (url == null ? "" : " " + url);
    return new LiquibaseLock(true, now, text.substring(0, Math.min(text.length(), LONGEST)));
  }

  /// Returns whether somebody other than a run of this pipe holds the lock.
  static boolean isStrangers(LiquibaseLock lock) {
    String lockedBy = lock.lockedBy();
    return lock.locked() && (lockedBy == null || !lockedBy.startsWith(PREFIX));
  }
}
