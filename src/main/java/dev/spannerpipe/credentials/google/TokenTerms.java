package dev.spannerpipe.credentials.google;

import java.time.Duration;
import java.util.List;

/// The scopes and the lifetime of a run's Google tokens.
///
/// @param scopes their names, as Google writes them
/// @param longest how long a token may last, if that can be chosen, as for an impersonated account
public record TokenTerms(List<String> scopes, Duration longest) {
  /// The service allows one hour, but measures it by its own clock.
  private static final Duration USUAL = Duration.ofMinutes(55);

  /// Copies the list of scopes.
  public TokenTerms {
    scopes = List.copyOf(scopes);
  }

  /// Returns terms with these scopes and the longest usual lifetime.
  public static TokenTerms of(GoogleScopes scopes) {
    return new TokenTerms(scopes.urls(), USUAL);
  }
}
