package dev.spannerpipe.credentials.google;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Issues access tokens for an identity, for as long as that identity lasts.
interface TokenSource {
  /// Returns a new token. Throws an `AccessFailure` if no token can be obtained.
  ///
  /// @param patient whether to retry if that can help
  AccessToken issue(boolean patient);

  /// Returns until when new tokens can be issued; empty if there is no end.
  Optional<Instant> end();

  /// Returns the lifetime of a token that is issued just before the identity expires; zero if such
  /// a token expires with the identity.
  default Duration afterlife() {
    return Duration.ZERO;
  }

  /// Returns the name of the identity, for messages and the record.
  String identity();
}
