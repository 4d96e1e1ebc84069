package dev.spannerpipe.record;

import dev.spannerpipe.json.JsonObject;
import java.time.Instant;

/// One recorded step of a run.
///
/// @param sequence counts the run's events, from 1
/// @param content the whole event as it is hashed: the context's members, `sequence`, `name`,
///   `outcome`, `startedAt`, `endedAt`, `detail` and `previousHash`
/// @param hash SHA-256 of the canonical content, in lowercase hexadecimal
public record Event(
    String runId,
    long sequence,
    EventName name,
    Outcome outcome,
    Instant startedAt,
    Instant endedAt,
    JsonObject detail,
    JsonObject content,
    String hash) {
  /// How the step ended.
  public enum Outcome {
    /// As wanted.
    SUCCEEDED("succeeded"),
    /// Not as wanted.
    FAILED("failed"),
    /// It is going on.
    GOING_ON("goingOn"),
    /// It was left out.
    SKIPPED("skipped");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /// Returns the word as it stands in the record.
    public String text() {
      return text;
    }
  }

  /// Returns the event as one canonical JSON object with its hash: a line of `record.jsonl`.
  public String line() {
    return content.with("hash", hash).canonical();
  }
}
