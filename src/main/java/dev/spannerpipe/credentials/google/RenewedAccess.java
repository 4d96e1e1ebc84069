package dev.spannerpipe.credentials.google;

import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Provides access tokens. If the current token is about to expire, the next call of [#token]
/// renews it. The last renewal is just before the OIDC token expires, so that the final token lasts
/// as long as possible. No background thread renews tokens, because a run calls `token` often
/// enough: at least whenever it renews its lease, which keeps other runs away from the database.
/// The wall clock decides whether a token has expired, because this clock also counts the time
/// while the process was suspended.
public final class RenewedAccess implements GoogleAccess {
  /// A token is renewed when it has less than this time left, or less than a third of its lifetime,
  /// whichever is shorter.
  private static final Duration EARLY = Duration.ofMinutes(5);

  /// A token is no longer returned when it has less than this time left, or less than a tenth of
  /// its lifetime, whichever is shorter.
  private static final Duration TOO_LATE = Duration.ofSeconds(10);

  /// How long before the end of the OIDC token the last token is issued: this time, or a fifth of
  /// the time that the OIDC token has left at the start of the run, whichever is shorter.
  private static final Duration LAST_CHANCE = Duration.ofSeconds(60);

  /// The pause between two attempts to renew a token that is still valid: this time, or a twentieth
  /// of the token's lifetime, whichever is shorter.
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final TokenSource source;
  private final Time time;
  private final Duration lastChance;
  private @Nullable Issued current;
  private Instant nextAttempt = Instant.MIN;

  RenewedAccess(TokenSource source, Time time) {
    this.source = source;
    this.time = time;
    this.lastChance =
        source
            .end()
            .map(end -> least(LAST_CHANCE, Duration.between(time.now(), end), 5))
            .orElse(LAST_CHANCE);
  }

  @Override
  public synchronized AccessToken token() {
    Instant now = time.now();
    Issued issued = current;
    if (issued == null) {
      return keep(now, source.issue(true));
    }
    if (!issued.isUsable(now)) {
      return replace(issued, now);
    }
    if (isDue(issued, now) && !now.isBefore(nextAttempt)) {
      return renewInTime(issued, now);
    }
    return issued.token();
  }

  /// Returns how long this object can provide tokens.
  public synchronized CredentialLifetime horizon() {
    return new CredentialLifetime(source.end().map(this::until), source.end());
  }

  private Instant until(Instant identityEnds) {
    Issued issued = current;
    Duration life = afterlife();
    Instant last =
        life.isZero()
            ? identityEnds.minus(issued == null ? TOO_LATE : issued.unused())
            : identityEnds.minus(lastChance).plus(life).minus(least(TOO_LATE, life, 10));
    return issued != null && issued.usableUntil().isAfter(last) ? issued.usableUntil() : last;
  }

  /// Returns the name of the identity for which the tokens are issued, for messages and the record
  /// of the run.
  public String identity() {
    return source.identity();
  }

  /// Returns the maximum lifetime of a token. For an impersonated service account, that is the
  /// requested lifetime. For access without a service account, it is the remaining lifetime of the
  /// OIDC token. On a Google runtime, it is one hour.
  public Duration longest() {
    return source.afterlife().isZero()
        ? source.end().map(end -> Duration.between(time.now(), end)).orElse(Duration.ofHours(1))
        : source.afterlife();
  }

  @Override
  public String toString() {
    return identity();
  }

  /// Returns the expected lifetime of the last token. Zero is a marker: it means that no token can
  /// outlive the OIDC token. The expected lifetime is the requested one. If the current token got a
  /// shorter lifetime, the last token is expected to get this shorter lifetime, too.
  private Duration afterlife() {
    Issued issued = current;
    return issued == null || issued.life().compareTo(source.afterlife()) > 0
        ? source.afterlife()
        : source.afterlife().isZero() ? Duration.ZERO : issued.life();
  }

  private AccessToken keep(Instant now, AccessToken token) {
    current = new Issued(now, token);
    nextAttempt = now.plus(least(PAUSE, current.life(), 20));
    return token;
  }

  /// Renews the token before it expires, with a single attempt. If the attempt fails, returns the
  /// current token, which is still valid.
  private AccessToken renewInTime(Issued issued, Instant now) {
    try {
      return keep(now, source.issue(false));
    } catch (Failure _) {
      nextAttempt = now.plus(least(PAUSE, issued.life(), 20));
      return issued.token();
    }
  }

  private AccessToken replace(Issued issued, Instant now) {
    Optional<Instant> end =
        source.end().filter(last -> !now.isBefore(last) || isWorn(issued, last));
    if (end.isPresent()) {
      throw ended(now, end.get());
    }
    try {
      return keep(now, source.issue(true));
    } catch (Failure failure) {
      throw new UnfinishedFailure(
              failure.description(),
              failure.action() + "; the next run continues where this one stopped")
          .causedBy(failure);
    }
  }

  private static UnfinishedFailure ended(Instant now, Instant end) {
    return new UnfinishedFailure(
        "Could not renew the credentials for Spanner: the step's OIDC token "
            + (now.isBefore(end) ? "expires at " : "expired at ")
            + end.truncatedTo(ChronoUnit.SECONDS)
            + (now.isBefore(end)
                ? ", and new credentials would not last longer"
                : ", so no further credentials can be issued"),
        "Run the step again: the new run continues where this one stopped");
  }

  private boolean isDue(Issued issued, Instant now) {
    Optional<Instant> end = source.end();
    boolean identityEnded = end.filter(last -> !now.isBefore(last)).isPresent();
    if (identityEnded || isLast(issued, end)) {
      return false;
    }
    boolean early = !now.isBefore(issued.token().expiresAt().minus(least(EARLY, issued.life(), 3)));
    return early || end.filter(last -> !now.isBefore(last.minus(lastChance))).isPresent();
  }

  /// Returns whether this is the last token. It is if no later token would last noticeably longer.
  private boolean isLast(Issued issued, Optional<Instant> end) {
    return end.filter(
            last ->
                isWorn(issued, last)
                    || (!source.afterlife().isZero()
                        && !issued.at().isBefore(last.minus(lastChance))))
        .isPresent();
  }

  /// Returns whether the token expires with the OIDC token. A new token would then not last longer.
  private boolean isWorn(Issued issued, Instant last) {
    return source.afterlife().isZero() && !issued.token().expiresAt().isBefore(last);
  }

  /// Returns `most`, or `whole` divided by `part` if that is shorter.
  private static Duration least(Duration most, Duration whole, int part) {
    Duration share = whole.dividedBy(part);
    return share.compareTo(most) < 0 ? share : most;
  }

  /// A token with the time at which it was requested.
  private record Issued(Instant at, AccessToken token) {
    Duration life() {
      return Duration.between(at, token.expiresAt());
    }

    boolean isUsable(Instant now) {
      return now.isBefore(usableUntil());
    }

    Instant usableUntil() {
      return token.expiresAt().minus(unused());
    }

    Duration unused() {
      return least(TOO_LATE, life(), 10);
    }
  }
}
