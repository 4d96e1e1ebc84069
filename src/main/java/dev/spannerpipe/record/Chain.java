package dev.spannerpipe.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// How events, and the runs of a database, are chained by SHA-256.
public final class Chain {
  /// What the first event of a run, and the first run of a database, name as the previous hash.
  public static final String GENESIS = "0".repeat(64);

  private Chain() {}

  /// Returns the hash of an event's content, which holds the previous event's hash.
  public static String hash(JsonObject content) {
    return sha256(content.canonical());
  }

  /// Returns the next link of a database's chain.
  public static String link(
      long number, String previousLink, String runId, long sequence, String head) {
    return sha256(
        Json.object()
            .with("link", number)
            .with("previousLink", previousLink)
            .with("runId", runId)
            .with("sequence", sequence)
            .with("head", head)
            .canonical());
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java runtime has SHA-256", missing);
    }
  }
}
