package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.text.Sha256;

/// How events, and the runs of a database, are chained by SHA-256.
public final class Chain {
  /// What the first event of a run, and the first run of a database, name as the previous hash.
  public static final String GENESIS = "0".repeat(64);

  private Chain() {}

  /// Returns the hash of an event's content, which holds the previous event's hash.
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
