package dev.spannerpipe.credentials;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How long a run has credentials, provided that it renews them in time.
///
/// @param until the expiration time of the last credentials that the run can get; empty if the run
///   can always get new ones
/// @param identityEnds the expiration time of the OIDC token that is exchanged for the credentials;
///   empty if there is no OIDC token
public record CredentialLifetime(Optional<Instant> until, Optional<Instant> identityEnds) {
  /// Returns whether the credentials last long enough for work that begins at `now` and takes the
  /// duration `work`.
  public boolean reaches(Instant now, Duration work) {
    return until.map(end -> !now.plus(work).isAfter(end)).orElse(true);
  }

  /// Returns a clause about the lifetime for messages, without a full stop.
  public String sentence(Instant now) {
    return until
        .map(end -> "credentials last until " + text(end) + " (" + left(now, end) + ")" + from(end))
        .orElse("credentials last as long as this job");
  }

  private String from(Instant end) {
    return identityEnds
        .map(
            identity ->
                (identity.isBefore(end) ? ", " : ", not ")
                    + "longer than the OIDC token, which expires at "
                    + text(identity))
        .orElse("");
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String left(Instant now, Instant end) {
    Duration left = Duration.between(now, end);
    return left.isNegative()
        ? "expired"
        : left.toMinutes() > 0 ? left.toMinutes() + " min" : left.toSeconds() + " s";
  }
}
