package dev.spannerpipe.spanner;

import com.google.cloud.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Converts times between `Instant` and the types of the Spanner client.
final class Times {
  private Times() {}

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Instant instant(com.google.protobuf.Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /// Converts a time to the value that the pipe stores. The value is truncated to microseconds,
  /// because the PostgreSQL dialect does not store nanoseconds.
  static @Nullable Timestamp stored(@Nullable Instant time) {
    if (time == null) {
      return null;
    }
    Instant kept = time.truncatedTo(ChronoUnit.MICROS);
    return Timestamp.ofTimeSecondsAndNanos(kept.getEpochSecond(), kept.getNano());
  }
}
