package dev.spannerpipe.apply;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The one row of `DATABASECHANGELOGLOCK` (id 1).
public record LiquibaseLock(boolean locked, @Nullable Instant granted, @Nullable String lockedBy) {
  /// The row when nobody holds the lock.
  public static final LiquibaseLock FREE = new LiquibaseLock(false, null, null);
}
