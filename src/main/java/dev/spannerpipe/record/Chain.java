package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.text.Sha256;

/// Computes the SHA-256 chains. The events of each run form a chain: each event contains the hash
/// of the event before it. The runs of a database form another chain, whose entries are called
/// links.
public final class Chain {
  /// Takes the place of the previous hash in the first event of a run, and in the first link of a
  /// database's chain.
  public static final String GENESIS = "0".repeat(64);

  private Chain() {}

  /// Returns the hash of an event.
  ///
  /// @param content all members of the event except its own hash; the hash of the previous event is
  ///   one of the members
  public static String hash(JsonObject content) {
    return Sha256.of(content.canonical());
  }

  /// Returns the hash of a link: one run's entry in the chain of a database.
  ///
  /// @param number the number of the link, from 1
  /// @param previousLink the hash of the previous link
  /// @param sequence the number of the run's last event at the time when the link is added
  /// @param head the hash of that event
  public static String linkHash(
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
