package dev.spannerpipe.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.credentials.CredentialLifetime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialLifetimeCheckTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final CredentialLifetime HOUR =
      new CredentialLifetime(
          Optional.of(NOW.plusSeconds(3600)), Optional.of(NOW.plusSeconds(3600)));

  @Test
  void warnsOfATimeLimitThatTheCredentialsDoNotReach() {
    assertThat(CredentialLifetimeCheck.warning(HOUR, Optional.of(Duration.ofMinutes(90)), NOW))
        .contains(
            "The credentials expire before TIMEOUT (1h30m): work that takes longer ends with exit"
                + " code 8, and the next run continues where this run stopped");
    assertThat(CredentialLifetimeCheck.clause(HOUR, Optional.of(Duration.ofMinutes(90)), NOW))
        .isEmpty();
  }

  @Test
  void isContentWithATimeLimitWithinTheirLife() {
    assertThat(CredentialLifetimeCheck.warning(HOUR, Optional.of(Duration.ofHours(1)), NOW))
        .isEmpty();
    assertThat(CredentialLifetimeCheck.clause(HOUR, Optional.of(Duration.ofHours(1)), NOW))
        .isEqualTo("; that is enough for TIMEOUT (1h)");
  }

  @Test
  void saysThatNothingIsKnownWithoutATimeLimit() {
    assertThat(CredentialLifetimeCheck.warning(HOUR, Optional.empty(), NOW)).isEmpty();
    assertThat(CredentialLifetimeCheck.clause(HOUR, Optional.empty(), NOW))
        .isEqualTo(
            "; without TIMEOUT, the pipe cannot check whether that is enough: work that takes longer ends with"
                + " exit code 8, and the next run continues where this run stopped");
  }

  @Test
  void isContentWithCredentialsWithoutAnEnd() {
    CredentialLifetime endless = new CredentialLifetime(Optional.empty(), Optional.empty());

    assertThat(CredentialLifetimeCheck.warning(endless, Optional.of(Duration.ofDays(1)), NOW))
        .isEmpty();
    assertThat(CredentialLifetimeCheck.clause(endless, Optional.of(Duration.ofDays(1)), NOW))
        .isEmpty();
    assertThat(CredentialLifetimeCheck.clause(endless, Optional.empty(), NOW)).isEmpty();
  }
}
