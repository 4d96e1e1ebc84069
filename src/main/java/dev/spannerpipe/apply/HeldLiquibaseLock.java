package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.LiquibaseLock;
import java.time.Instant;

/// Liquibase's lock while it is held by a run of this pipe. A run that holds the lease (the right
/// to change the database) also holds this lock, so that plain Liquibase waits and reports which
/// run it waits for.
final class HeldLiquibaseLock {
  private static final String PREFIX = "spanner-pipe ";

  /// The width of `DATABASECHANGELOGLOCK.LOCKEDBY`, in characters, in the newer of its two known
  /// layouts.
  private static final int LONGEST = 255;

  private HeldLiquibaseLock() {}

  /// Returns whether the run that made this request for the lease holds the lock.
  static boolean isOf(LeaseRequest request, LiquibaseLock lock) {
    String lockedBy = lock.lockedBy();
    return lock.locked() && lockedBy != null && lockedBy.startsWith(PREFIX + request.runId());
  }

  static LiquibaseLock heldBy(LeaseRequest request, Instant now) {
    String url = request.url();
    String text = PREFIX + request.runId() + (url == null ? "" : " " + url);
    return new LiquibaseLock(true, now, text.substring(0, Math.min(text.length(), LONGEST)));
  }

  /// Returns whether somebody other than a run of this pipe holds the lock.
  static boolean isStrangers(LiquibaseLock lock) {
    String lockedBy = lock.lockedBy();
    return lock.locked() && (lockedBy == null || !lockedBy.startsWith(PREFIX));
  }
}
