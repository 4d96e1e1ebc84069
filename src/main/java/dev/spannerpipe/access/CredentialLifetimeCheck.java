package dev.spannerpipe.access;

import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Checks whether credentials last long enough.
final class CredentialLifetimeCheck {
  private static final String THEN =
      "work that takes longer ends with exit code 8, and the next run continues where it stopped";

  private CredentialLifetimeCheck() {}

  /// Returns a warning for people before the work begins; empty if the credentials last long
  /// enough.
  static Optional<String> warning(
      CredentialLifetime horizon, Optional<Duration> timeout, Instant now) {
    return timeout
        .filter(limit -> !horizon.reaches(now, limit))
        .map(
            limit ->
                "The credentials end before TIMEOUT (%s) does: %s"
                    .formatted(DurationText.of(limit), THEN));
  }

  /// Returns a clause about the lifetime if there is no warning; empty if the credentials do not
  /// expire.
  static String clause(CredentialLifetime horizon, Optional<Duration> timeout, Instant now) {
    if (horizon.until().isEmpty() || warning(horizon, timeout, now).isPresent()) {
      return "";
    }
    return timeout
        .map(limit -> "; that is enough for TIMEOUT (%s)".formatted(DurationText.of(limit)))
        .orElse("; whether that is enough is not known without TIMEOUT: " + THEN);
  }
}
