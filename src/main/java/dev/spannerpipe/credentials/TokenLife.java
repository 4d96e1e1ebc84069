package dev.spannerpipe.credentials;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Checks whether the lifetime that a service reports for its credentials is plausible. The maximum
/// of
/// [Google](https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken)
/// and
/// [AWS](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html) is
/// 12 hours. If a service reports a longer lifetime, its response is wrong, so the pipe does not
/// use the credentials.
public final class TokenLife {
  private static final Duration LONGEST = Duration.ofHours(12);

  /// How far the clocks of this machine and of the service may differ.
  private static final Duration SKEW = Duration.ofSeconds(30);

  private TokenLife() {}

  /// Returns what is wrong with a lifetime in seconds, as a phrase that can follow "with"; empty if
  /// nothing is wrong.
  public static Optional<String> problem(long seconds) {
    return seconds > 0 && seconds <= LONGEST.toSeconds()
        ? Optional.empty()
        : Optional.of(
            "a token lifetime of %d s, which is not between 1 s and 12 h".formatted(seconds));
  }

  /// Returns what is wrong with the expiration time of credentials, as a phrase that can follow
  /// "with"; empty if nothing is wrong.
  public static Optional<String> problem(Instant now, Instant end) {
    return end.isAfter(now) && !end.isAfter(now.plus(LONGEST).plus(SKEW))
        ? Optional.empty()
        : Optional.of(
            "credentials that expire at %s, which is not within 12 h after %s"
                .formatted(
                    end.truncatedTo(ChronoUnit.SECONDS), now.truncatedTo(ChronoUnit.SECONDS)));
  }
}
