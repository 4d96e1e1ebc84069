package dev.spannerpipe.apply.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The one row of `DATABASECHANGELOGLOCK` (id 1).
public record LiquibaseLock(boolean locked, @Nullable Instant granted, @Nullable String lockedBy) {
  /// The row when nobody holds the lock.
  public static final LiquibaseLock FREE = new LiquibaseLock(false, null, null);

  /// Returns by whom it is held and since when, as far as it says so: ` by "…" since …`.
  public String holder() {
    return (lockedBy == null ? "" : " by \"" + lockedBy + "\"")
        + (granted == null ? "" : " since " + granted);
  }
}
