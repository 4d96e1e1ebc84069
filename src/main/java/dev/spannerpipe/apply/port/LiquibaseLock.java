package dev.spannerpipe.apply.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The only row of `DATABASECHANGELOGLOCK`, which has id 1.
public record LiquibaseLock(boolean locked, @Nullable Instant granted, @Nullable String lockedBy) {
  /// The row while nobody holds the lock.
  public static final LiquibaseLock FREE = new LiquibaseLock(false, null, null);

  /// Returns who holds the lock and since when, as the end of a sentence: ` by "…" since …`. Omits
  /// each part for which the row has no value.
  public String holder() {
    return (lockedBy == null ? "" : " by \"" + lockedBy + "\"")
        + (granted == null ? "" : " since " + granted);
  }
}
