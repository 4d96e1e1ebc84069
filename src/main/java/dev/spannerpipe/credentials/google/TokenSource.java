package dev.spannerpipe.credentials.google;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Issues access tokens for an identity until that identity expires.
interface TokenSource {
  /// Issues a new token. Throws an `AccessFailure` if no token can be obtained.
  ///
  /// @param patient whether to retry if that can help
  AccessToken issue(boolean patient);

  /// Returns when the identity expires, after which no new token can be issued; empty if it never
  /// expires.
  Optional<Instant> end();

  /// Returns the lifetime of a token that is issued just before the identity expires; zero if this
  /// token expires with the identity.
  default Duration afterlife() {
    return Duration.ZERO;
  }

  /// Returns the name of the identity, for messages and the record of the run.
  String identity();
}
