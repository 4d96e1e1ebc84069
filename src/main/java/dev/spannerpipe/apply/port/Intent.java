package dev.spannerpipe.apply.port;

import dev.spannerpipe.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of `SPANNER_PIPE_INTENT`. It announces what a run is about to do. A run writes it before
/// it requests a schema operation or a partitioned update, or together with data changes.
///
/// @param runId the id of the run that wrote the intent
/// @param state whether the outcome of the intent is recorded
/// @param createdAt when the intent was written, by the database's clock
/// @param deadline the time until which the run may send its request; null except for a partitioned
///   update
/// @param recorded how many history rows of the intent are already written
/// @param content everything that is needed to write the history rows and the cursor (how far a
///   half-finished change set got) without the changelog
/// @param result the outcome in words; null while the intent is open
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
  /// How long Spanner certainly remembers a schema operation. Spanner keeps operations for seven
  /// days. This is one day less, because clocks may differ.
  private static final Duration MEMORY = Duration.ofDays(6);

  /// How long an intent is kept. While Spanner remembers the operation, and while a request or a
  /// run may still be on its way, the row shows that its id is used. Spanner keeps an operation for
  /// seven days after its end, and an operation itself may last for days.
  private static final Duration KEPT = Duration.ofDays(30);

  /// Returns whether Spanner may have forgotten the schema operation that the intent announced.
  public boolean mayBeForgotten(Instant now) {
    return Duration.between(createdAt, now).compareTo(MEMORY) > 0;
  }

  /// What is read of many intents at once, without their content.
  public record Summary(AttemptId attempt, State state, Instant createdAt) {
    /// Returns whether the intent may be removed: its outcome is recorded, and nothing needs its id
    /// any more.
    public boolean isRemovable(Instant now) {
      return state == State.CLOSED && Duration.between(createdAt, now).compareTo(KEPT) > 0;
    }
  }

  /// The kind of effect that the intent announces.
  public enum Kind {
    /// A schema operation.
    SCHEMA,
    /// Data changes. Such an intent is written in the same transaction as the changes, so it is
    /// never open.
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
