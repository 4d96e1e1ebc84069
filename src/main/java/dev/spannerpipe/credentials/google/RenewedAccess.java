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

/// Provides tokens, and renews them on request if the last is about to expire. It renews once more
/// just before the OIDC token expires, so that the final token lasts as long as possible. It has no
/// thread of its own. A run requests a token every few seconds, because it renews its lease. It
/// uses the wall clock, which also counts the time that a frozen process was suspended.
public final class RenewedAccess implements GoogleAccess {
  /// A token is renewed when less than this remains, or a third of its lifetime if that is shorter.
  private static final Duration EARLY = Duration.ofMinutes(5);

  /// A token with less time left than this, or a tenth of its lifetime if that is shorter, is not
  /// returned.
  private static final Duration TOO_LATE = Duration.ofSeconds(10);

  /// How long before the end of the OIDC token the last token is issued. A fifth of the time from
  /// the start to that end is used if that is shorter.
  private static final Duration LAST_CHANCE = Duration.ofSeconds(60);

  /// The pause between two attempts to renew a valid token, or a twentieth of its lifetime if that
  /// is shorter.
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

  /// Returns how long tokens will be available.
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

  /// Returns the identity of the tokens, for messages and the record.
  public String identity() {
    return source.identity();
  }

  /// Returns how long its longest token may last. For a service account this is the requested
  /// lifetime. For a federated identity it is that of the OIDC token, and for a Google runtime one
  /// hour.
  public Duration longest() {
    return source.afterlife().isZero()
        ? source.end().map(end -> Duration.between(time.now(), end)).orElse(Duration.ofHours(1))
        : source.afterlife();
  }

  @Override
  public String toString() {
    return identity();
  }

  /// The service may grant a shorter lifetime than requested.
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

  /// Makes a single attempt, because the current token is still valid.
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
            + (now.isBefore(end) ? "ends at " : "ended at ")
            + end.truncatedTo(ChronoUnit.SECONDS)
            + ", and with it all that can be made from it",
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

  /// Returns whether no later token would last noticeably longer.
  private boolean isLast(Issued issued, Optional<Instant> end) {
    return end.filter(
            last ->
                isWorn(issued, last)
                    || (!source.afterlife().isZero()
                        && !issued.at().isBefore(last.minus(lastChance))))
        .isPresent();
  }

  /// Returns whether the token lasts as long as the identity, so that a new one would expire with
  /// it too.
  private boolean isWorn(Issued issued, Instant last) {
    return source.afterlife().isZero() && !issued.token().expiresAt().isBefore(last);
  }

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
