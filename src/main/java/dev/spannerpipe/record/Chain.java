package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.text.Sha256;

/// Computes the SHA-256 chains: one of the events of a run, one of the runs of a database.
public final class Chain {
  /// The previous hash of the first event of a run, and of the first run of a database.
  public static final String GENESIS = "0".repeat(64);

  private Chain() {}

  /// Returns the hash of an event's content, which includes the hash of the previous event.
  public static String hash(JsonObject content) {
    return Sha256.of(content.canonical());
  }

  /// Returns the next link of a database's chain.
  public static String link(
      long number, String previousLink, String runId, long sequence, String head) {
    return Sha256.of(
        Json.object()
            .with("link", number)
            .with("previousLink", previousLink)
            .with("runId", runId)
            .with("sequence", sequence)
            .with("head", head)
            .canonical());
  }
}
