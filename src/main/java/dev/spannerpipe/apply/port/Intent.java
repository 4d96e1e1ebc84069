package dev.spannerpipe.apply.port;

import dev.spannerpipe.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `SPANNER_PIPE_INTENT`: what a run is about to do, written before it does it.
///
/// @param runId the run that wrote it
/// @param state whether its outcome is recorded
/// @param createdAt when it was written, by the database's clock
/// @param deadline until when it may still be sent; null if its id fences it
/// @param recorded how many of its history rows are written
/// @param content everything that is needed to write history rows and cursor without the changelog
/// @param result how it ended; null while it is open
public record Intent(
    AttemptId attempt,
    String runId,
    Kind kind,
    State state,
    Instant createdAt,
    @Nullable Instant deadline,
    long recorded,
    JsonObject content,
    @Nullable String result) {
  /// After seven days, the service may have forgotten an operation. One day less allows for clocks
  /// that differ.
  private static final Duration MEMORY = Duration.ofDays(6);

  /// Returns whether the service may have forgotten the operation with the intent's id.
  public boolean mayBeForgotten(Instant now) {
    return Duration.between(createdAt, now).compareTo(MEMORY) > 0;
  }

  /// The kind of effect.
  public enum Kind {
    /// A schema operation.
    SCHEMA,
    /// Data changes. Such an intent is written together with its effect, so it is never open.
    DATA,
    /// A partitioned update.
    PARTITIONED
  }

  /// Whether the intent's outcome is recorded.
  public enum State {
    /// The outcome is not recorded yet.
    OPEN,
    /// The outcome is recorded.
    CLOSED
  }
}
