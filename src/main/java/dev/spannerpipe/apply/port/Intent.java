package dev.spannerpipe.apply.port;

import dev.spannerpipe.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `SPANNER_PIPE_INTENT`: what was about to be done, written before it was done.
///
/// @param runId the run that wrote it
/// @param state whether its effect is settled
/// @param createdAt by the database's clock
/// @param deadline until when it may still be sent; null where its id fences it
/// @param recorded how many of its history rows are written
/// @param content all that is needed to write history rows and cursor without the changelog
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
  /// After seven days the service may have forgotten an operation; a day less is safe from all
  /// clocks.
  private static final Duration MEMORY = Duration.ofDays(6);

  /// Returns whether the service may have forgotten what the intent's id was used for.
  public boolean mayBeForgotten(Instant now) {
    return Duration.between(createdAt, now).compareTo(MEMORY) > 0;
  }

  /// What kind of effect it is about.
  public enum Kind {
    /// A schema operation.
    SCHEMA,
    /// Data changes; such an intent is written together with its effect, so it is never open.
    DATA,
    /// A partitioned update.
    PARTITIONED
  }

  /// Whether its effect is settled.
  public enum State {
    /// Not yet.
    OPEN,
    /// It is.
    CLOSED
  }
}
