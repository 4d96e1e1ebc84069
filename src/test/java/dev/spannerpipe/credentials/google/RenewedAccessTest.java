package dev.spannerpipe.credentials.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.FastTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When tokens are renewed, and until when there are any.
class RenewedAccessTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final FastTime time = new FastTime(NOW, Duration.ZERO);

  /// Tokens that last `life`, or until the identity's end; each says when it was made.
  private final class FakeSource implements TokenSource {
    private final Optional<Instant> end;
    private final Duration life;
    private final Duration afterlife;
    private final List<Boolean> asked = new ArrayList<>();
    private boolean broken;

    FakeSource(Optional<Instant> end, Duration life, boolean outlives) {
      this.end = end;
      this.life = life;
      this.afterlife = outlives ? life : Duration.ZERO;
    }

    @Override
    public AccessToken issue(boolean patient) {
      asked.add(patient);
      if (broken || end.filter(last -> !time.now().isBefore(last)).isPresent()) {
        throw new AccessFailure("Could not get a token", "Mend it");
      }
      Instant own = time.now().plus(life);
      Instant last = end.filter(_ -> afterlife.isZero()).filter(own::isAfter).orElse(own);
      return new AccessToken(new Secret("made " + time.now()), last);
    }

    @Override
    public Optional<Instant> end() {
      return end;
    }

    @Override
    public Duration afterlife() {
      return afterlife;
    }

    @Override
    public String identity() {
      return "somebody";
    }
  }

  private static Optional<Instant> in(Duration duration) {
    return Optional.of(NOW.plus(duration));
  }

  @Test
  void keepsATokenThatIsGood() {
    FakeSource source = new FakeSource(Optional.empty(), Duration.ofHours(1), false);
    RenewedAccess access = new RenewedAccess(source, time);

    AccessToken first = access.token();
    time.sleep(Duration.ofMinutes(54));

    assertThat(access.token()).isEqualTo(first);
    time.sleep(Duration.ofMinutes(2));
    assertThat(access.token()).isNotEqualTo(first);
    assertThat(source.asked).containsExactly(true, false);
  }

  @Test
  void keepsADirectTokenToItsEnd() {
    FakeSource source = new FakeSource(in(Duration.ofMinutes(5)), Duration.ofHours(1), false);
    RenewedAccess access = new RenewedAccess(source, time);
    access.token();

    for (int i = 0; i < 28; i++) {
      time.sleep(Duration.ofSeconds(10));
      access.token();
    }

    assertThat(source.asked).hasSize(1);
    assertThat(access.horizon().until()).isEqualTo(in(Duration.ofSeconds(290)));
    time.sleep(Duration.ofSeconds(15));
    assertThatThrownBy(access::token)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessageStartingWith(
            "Could not renew the credentials for Spanner: the step's OIDC token expires at"
                + " 2026-11-20T10:05:00Z");
    time.sleep(Duration.ofSeconds(15));
    assertThatThrownBy(access::token)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessageStartingWith(
            "Could not renew the credentials for Spanner: the step's OIDC token expired at"
                + " 2026-11-20T10:05:00Z");
    assertThat(source.asked).hasSize(1);
  }

  /// Somebody asks every few seconds, as the lease is renewed.
  @ParameterizedTest
  @CsvSource({"3600,3300,15", "3600,600,15", "300,3300,15", "20,30,1", "10,5,1", "3600,3600,45"})
  void reachesItsHorizonWhereSomebodyAsksInTime(int identity, int life, int pause) {
    FakeSource source =
        new FakeSource(in(Duration.ofSeconds(identity)), Duration.ofSeconds(life), true);
    RenewedAccess access = new RenewedAccess(source, time);
    access.token();
    Instant promised = access.horizon().until().orElseThrow();

    Instant last = NOW;
    try {
      while (true) {
        assertThat(access.token().expiresAt()).isAfter(time.now());
        last = time.now();
        time.sleep(Duration.ofSeconds(pause));
      }
    } catch (UnfinishedFailure end) {
      Duration unused = Duration.ofSeconds(Math.min(10, life / 10) + pause + 1L);
      assertThat(last.plus(unused)).isAfterOrEqualTo(promised);
    }
    assertThat(promised)
        .isAfterOrEqualTo(NOW.plusSeconds(identity).minusSeconds(Math.min(60, identity / 5)));
    assertThat(source.asked.size()).isLessThanOrEqualTo(2 + 3 * identity / (2 * life) + 3);
  }

  @Test
  void keepsTheTokenWhereAnEarlyRenewalFailsAndTriesAgainLater() {
    FakeSource source = new FakeSource(Optional.empty(), Duration.ofHours(1), false);
    RenewedAccess access = new RenewedAccess(source, time);
    AccessToken first = access.token();
    time.sleep(Duration.ofMinutes(56));
    source.broken = true;

    assertThat(access.token()).isEqualTo(first);
    time.sleep(Duration.ofSeconds(1));
    assertThat(access.token()).isEqualTo(first);
    assertThat(source.asked).containsExactly(true, false);

    time.sleep(Duration.ofSeconds(10));
    source.broken = false;
    assertThat(access.token()).isNotEqualTo(first);
  }

  @Test
  void isPatientWhereNoTokenIsLeft() {
    FakeSource source = new FakeSource(Optional.empty(), Duration.ofHours(1), false);
    RenewedAccess access = new RenewedAccess(source, time);
    access.token();
    time.sleep(Duration.ofHours(2));
    source.broken = true;

    assertThatThrownBy(access::token)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "Could not get a token. Mend it; the next run continues where this one stopped.")
        .hasCauseInstanceOf(AccessFailure.class);
    assertThat(source.asked).containsExactly(true, true);
  }

  @Test
  void failsAsRefusedWhereThereNeverWasAToken() {
    FakeSource source = new FakeSource(Optional.empty(), Duration.ofHours(1), false);
    source.broken = true;

    assertThatThrownBy(new RenewedAccess(source, time)::token)
        .isInstanceOf(AccessFailure.class)
        .hasMessage("Could not get a token. Mend it.");
  }

  @Test
  void promisesNoMoreThanTheServiceGives() {
    FakeSource source = new FakeSource(in(Duration.ofHours(1)), Duration.ofMinutes(10), true);
    RenewedAccess access = new RenewedAccess(source, time);
    access.token();

    assertThat(access.horizon().until()).isEqualTo(in(Duration.ofMinutes(69).minusSeconds(10)));
  }

  /// The last token is made a minute before the OIDC token's end, and is left aside a second before
  /// its own.
  @Test
  void promisesLessThanTheOidcTokenWhereTokensAreShort() {
    FakeSource source = new FakeSource(in(Duration.ofHours(1)), Duration.ofSeconds(10), true);
    RenewedAccess access = new RenewedAccess(source, time);
    access.token();

    assertThat(access.horizon().sentence(NOW))
        .isEqualTo(
            "credentials last until 2026-11-20T10:59:09Z (59 min), not longer than the OIDC token,"
                + " which expires at 2026-11-20T11:00:00Z");
  }

  @Test
  void saysHowLongCredentialsLast() {
    CredentialLifetime beyond =
        new CredentialLifetime(in(Duration.ofMinutes(114)), in(Duration.ofHours(1)));
    CredentialLifetime within =
        new CredentialLifetime(in(Duration.ofSeconds(50)), in(Duration.ofSeconds(60)));

    assertThat(beyond.sentence(NOW))
        .isEqualTo(
            "credentials last until 2026-11-20T11:54:00Z (114 min), longer than the OIDC token, which"
                + " expires at 2026-11-20T11:00:00Z");
    assertThat(within.sentence(NOW))
        .isEqualTo(
            "credentials last until 2026-11-20T10:00:50Z (50 s), not longer than the OIDC token, which"
                + " expires at 2026-11-20T10:01:00Z");
    assertThat(new CredentialLifetime(Optional.empty(), Optional.empty()).sentence(NOW))
        .isEqualTo("credentials last as long as this job");
    assertThat(within.reaches(NOW, Duration.ofSeconds(50))).isTrue();
    assertThat(within.reaches(NOW, Duration.ofSeconds(51))).isFalse();
    assertThat(
            new CredentialLifetime(Optional.empty(), Optional.empty())
                .reaches(NOW, Duration.ofDays(9)))
        .isTrue();
  }
}
