package dev.spannerpipe.credentials;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// How long a run has credentials, if it renews them in time.
///
/// @param until when the last credentials expire; empty if new ones can always be issued
/// @param identityEnds when the OIDC token expires for which the credentials are issued; empty
///   without an OIDC token
public record CredentialLifetime(Optional<Instant> until, Optional<Instant> identityEnds) {
  /// Returns whether the credentials last for work that begins now and takes this long.
  public boolean reaches(Instant now, Duration work) {
    return until.map(end -> !now.plus(work).isAfter(end)).orElse(true);
  }

  /// Returns the lifetime as a clause for people, without a full stop.
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
                    + "beyond the OIDC token, which expires at "
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
