package dev.spannerpipe.access;

import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Checks whether credentials last as long as the run may take (`TIMEOUT`).
final class CredentialLifetimeCheck {
  private static final String THEN =
      "work that takes longer ends with exit code 8, and the next run continues where this run stopped";

  private CredentialLifetimeCheck() {}

  /// Returns a warning if the credentials may expire before the time `TIMEOUT` has passed; empty if
  /// they last long enough.
  static Optional<String> warning(
      CredentialLifetime horizon, Optional<Duration> timeout, Instant now) {
    return timeout
        .filter(limit -> !horizon.reaches(now, limit))
        .map(
            limit ->
                "The credentials expire before TIMEOUT (%s): %s"
                    .formatted(DurationText.of(limit), THEN));
  }

  /// Returns a clause that says whether the credentials last long enough. The clause is empty if
  /// the credentials do not expire, or if [#warning] returns a warning.
  static String clause(CredentialLifetime horizon, Optional<Duration> timeout, Instant now) {
    if (horizon.until().isEmpty() || warning(horizon, timeout, now).isPresent()) {
      return "";
    }
    return timeout
        .map(limit -> "; that is enough for TIMEOUT (%s)".formatted(DurationText.of(limit)))
        .orElse("; without TIMEOUT, the pipe cannot check whether that is enough: " + THEN);
  }
}
