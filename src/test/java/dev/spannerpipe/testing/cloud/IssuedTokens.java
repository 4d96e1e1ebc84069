package dev.spannerpipe.testing.cloud;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// The access tokens that Google's stand-ins have given, and what each is good for.
public final class IssuedTokens {
  private final Map<String, Issued> tokens = new ConcurrentHashMap<>();
  private final Supplier<Instant> clock;

  /// Keeps them by this clock.
  public IssuedTokens(Supplier<Instant> clock) {
    this.clock = clock;
  }

  /// A token.
  ///
  /// @param principal whom it stands for
  /// @param attributes of a federated identity, as in `attribute.repository`; empty for others
  public record Issued(
      String principal, List<String> scopes, Instant expiresAt, Map<String, String> attributes) {
    /// Returns whether one of these scopes is among its own.
    public boolean hasScope(String... names) {
      return List.of(names).stream()
          .anyMatch(name -> scopes.contains("https://www.googleapis.com/auth/" + name));
    }
  }

  /// Gives a new token.
  public String issue(Issued issued) {
    byte[] random = new byte[24];
    ThreadLocalRandom.current().nextBytes(random);
    String token = "ya29.c." + HexFormat.of().formatHex(random);
    tokens.put(token, issued);
    return token;
  }

  /// Returns what the token is good for now.
  public Optional<Issued> find(String token) {
    return Optional.ofNullable(tokens.get(token))
        .filter(issued -> clock.get().isBefore(issued.expiresAt()));
  }

  /// Ends all tokens that were given so far.
  public void revoke() {
    tokens.replaceAll(
        (_, issued) ->
            new Issued(issued.principal(), issued.scopes(), clock.get(), issued.attributes()));
  }

  /// Returns every token that was ever given.
  public List<String> all() {
    return List.copyOf(tokens.keySet());
  }

  /// Returns the clock's time.
  public Instant now() {
    return clock.get();
  }
}
