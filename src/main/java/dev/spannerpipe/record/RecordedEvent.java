package dev.spannerpipe.record;

import dev.spannerpipe.json.JsonObject;
import java.time.Instant;

/// An event of a run with its place in the record.
///
/// @param sequence the number of the event within the run, from 1
/// @param event the event itself
/// @param content the JSON object that is hashed: the members that [RunContext#members] returns,
///   `sequence`, `name`, `outcome`, `startedAt`, `endedAt`, `detail` and `previousHash`
/// @param hash the SHA-256 of the canonical content, in lowercase hexadecimal
public record RecordedEvent(
    String runId,
    long sequence,
    RunEvent event,
    Outcome outcome,
    Instant startedAt,
    Instant endedAt,
    JsonObject content,
    String hash) {
  /// Returns the event with its hash as one canonical JSON object: a line of `record.jsonl`.
  public String line() {
    return content.with("hash", hash).canonical();
  }
}
