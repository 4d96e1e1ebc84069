package dev.spannerpipe.access;

import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Tells whether credentials last long enough.
final class CredentialLifetimeCheck {
  private static final String THEN =
      "work that takes longer ends with exit code 8, and the next run continues where it stopped";

  private CredentialLifetimeCheck() {}

  /// Returns what a person should know before the work begins; empty where there is nothing.
  static Optional<String> warning(
      CredentialLifetime horizon, Optional<Duration> timeout, Instant now) {
    return timeout
        .filter(limit -> !horizon.reaches(now, limit))
        .map(
            limit ->
                "The credentials end before TIMEOUT (%s) does: %s"
                    .formatted(DurationText.of(limit), THEN));
  }

  /// Returns a clause for where there is nothing to warn of; empty where credentials have no end.
  static String clause(CredentialLifetime horizon, Optional<Duration> timeout, Instant now) {
    if (horizon.until().isEmpty() || warning(horizon, timeout, now).isPresent()) {
      return "";
    }
    return timeout
        .map(limit -> "; that is enough for TIMEOUT (%s)".formatted(DurationText.of(limit)))
        .orElse("; whether that is enough is not known without TIMEOUT: " + THEN);
  }
}
