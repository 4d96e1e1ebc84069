package dev.spannerpipe.credentials.google;

import java.time.Duration;
import java.util.List;

/// What the Google tokens of a run are to be good for.
///
/// @param scopes their names, as Google writes them
/// @param longest how long one may live, where that can be chosen: with an account to impersonate
public record TokenTerms(List<String> scopes, Duration longest) {
  /// The service allows an hour, but measures it by a clock of its own.
  private static final Duration USUAL = Duration.ofMinutes(55);

  /// Copies the list.
  public TokenTerms {
    scopes = List.copyOf(scopes);
  }

  /// Returns these scopes, for as long as Google gives tokens.
  public static TokenTerms of(GoogleScopes scopes) {
    return new TokenTerms(scopes.urls(), USUAL);
  }
}
