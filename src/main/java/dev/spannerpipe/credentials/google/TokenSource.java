package dev.spannerpipe.credentials.google;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Issues new tokens for as long as the identity behind them lasts.
interface TokenSource {
  /// Returns a new token. Throws an `AccessFailure` if none can be obtained.
  ///
  /// @param patient whether to retry if that can help
  AccessToken issue(boolean patient);

  /// Returns until when new tokens can be issued; empty if there is no end.
  Optional<Instant> end();

  /// Returns the lifetime of a token that is issued at the very end; zero if it expires with the
  /// identity behind it.
  default Duration afterlife() {
    return Duration.ZERO;
  }

  /// Returns the identity of a token, for messages and the record.
  String identity();
}
