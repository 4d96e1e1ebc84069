package dev.spannerpipe.credentials.google;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Makes new tokens for as long as the identity behind them lasts.
interface TokenSource {
  /// Returns a new token. Throws an `AccessFailure` where there is none to be had.
  ///
  /// @param patient whether to try again where that can help
  AccessToken issue(boolean patient);

  /// Returns when the last new token can be had; empty where there is no end.
  Optional<Instant> end();

  /// Returns how long a token is good for that is made at the very end; zero where it ends with
  /// what it is made from.
  default Duration afterlife() {
    return Duration.ZERO;
  }

  /// Returns who a token stands for, for messages and the record.
  String identity();
}
