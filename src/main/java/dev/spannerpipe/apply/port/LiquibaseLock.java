package dev.spannerpipe.apply.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The one row of `DATABASECHANGELOGLOCK` (id 1).
public record LiquibaseLock(boolean locked, @Nullable Instant granted, @Nullable String lockedBy) {
  /// The row if nobody holds the lock.
  public static final LiquibaseLock FREE = new LiquibaseLock(false, null, null);

  /// Returns who holds the lock and since when, as the end of a sentence: ` by "…" since …`. Leaves
  /// out what the row does not have.
  public String holder() {
    return (lockedBy == null ? "" : " by \"" + lockedBy + "\"")
        + (granted == null ? "" : " since " + granted);
  }
}
