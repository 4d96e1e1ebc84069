package dev.spannerpipe.identity;

import dev.spannerpipe.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The claims of a verified token.
///
/// @param all every claim, as signed
public record Claims(
    String issuer,
    String subject,
    List<String> audience,
    Instant issuedAt,
    Instant expiresAt,
    Json.Members all) {
  /// Copies the list.
  public Claims {
    audience = List.copyOf(audience);
  }

  /// Returns a claim that is a text.
  public Optional<String> text(String name) {
    return all.text(name);
  }
}
