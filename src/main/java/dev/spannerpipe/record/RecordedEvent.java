package dev.spannerpipe.record;

import dev.spannerpipe.json.JsonObject;
import java.time.Instant;

/// One event of a run with its place in the record.
///
/// @param sequence counts the run's events, from 1
/// @param event what happened
/// @param content the whole event as it is hashed: the context's members, `sequence`, `name`,
///   `outcome`, `startedAt`, `endedAt`, `detail` and `previousHash`
/// @param hash SHA-256 of the canonical content, in lowercase hexadecimal
public record RecordedEvent(
    String runId,
    long sequence,
    RunEvent event,
    Outcome outcome,
    Instant startedAt,
    Instant endedAt,
    JsonObject content,
    String hash) {
  /// Returns the event as one canonical JSON object with its hash: a line of `record.jsonl`.
  public String line() {
    return content.with("hash", hash).canonical();
  }
}
