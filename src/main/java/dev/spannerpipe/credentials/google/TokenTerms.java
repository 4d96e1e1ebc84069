package dev.spannerpipe.credentials.google;

import java.time.Duration;
import java.util.List;

/// The scopes and the lifetime of a run's Google tokens.
///
/// @param scopes the scopes, which are URLs
/// @param longest the lifetime to request for a token, which has an effect only if the run
///   impersonates a service account
public record TokenTerms(List<String> scopes, Duration longest) {
  /// A little less than one hour, which is Google's maximum, because Google measures the hour by
  /// its own clock.
  private static final Duration USUAL = Duration.ofMinutes(55);

  /// Copies the list of scopes.
  public TokenTerms {
    scopes = List.copyOf(scopes);
  }

  /// Returns terms with these scopes and a lifetime of 55 minutes.
  public static TokenTerms of(GoogleScopes scopes) {
    return new TokenTerms(scopes.urls(), USUAL);
  }
}
