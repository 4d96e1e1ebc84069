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

/// Tokens that are renewed when somebody asks for one: when the last is nearly over, and once more
/// just before the OIDC token ends, so that the last one lasts longest. It has no thread of its
/// own; a run asks every few seconds, since it renews its lease. It goes by the wall clock, which
/// also knows how long a frozen process was away.
public final class RenewedAccess implements GoogleAccess {
  /// A token is renewed when less than this is left of it, or a third where it is short-lived.
  private static final Duration EARLY = Duration.ofMinutes(5);

  /// With less left, or a tenth, a token is no longer handed out.
  private static final Duration TOO_LATE = Duration.ofSeconds(10);

  /// How long before the OIDC token's end the last token is made, or a fifth of the time from the
  /// first token to that end.
  private static final Duration LAST_CHANCE = Duration.ofSeconds(60);

  /// Between two attempts to renew a token that is still good, or a twentieth of its life.
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

  /// Returns until when there will be tokens.
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

  /// Returns who the tokens stand for, for messages and the record.
  public String identity() {
    return source.identity();
  }

  /// Returns how long its longest token may live: one of an account as long as was asked for, one
  /// of a federated identity as long as the OIDC token, one of a Google runtime an hour.
  public Duration longest() {
    return source.afterlife().isZero()
        ? source.end().map(end -> Duration.between(time.now(), end)).orElse(Duration.ofHours(1))
        : source.afterlife();
  }

  @Override
  public String toString() {
    return identity();
  }

  /// The service may give less than it was asked for.
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

  /// One attempt: there is a token yet.
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

  /// Whether no later token would last noticeably longer.
  private boolean isLast(Issued issued, Optional<Instant> end) {
    return end.filter(
            last ->
                isWorn(issued, last)
                    || (!source.afterlife().isZero()
                        && !issued.at().isBefore(last.minus(lastChance))))
        .isPresent();
  }

  /// Whether the token lasts as long as the identity, and any other would end with it too.
  private boolean isWorn(Issued issued, Instant last) {
    return source.afterlife().isZero() && !issued.token().expiresAt().isBefore(last);
  }

  private static Duration least(Duration most, Duration whole, int part) {
    Duration share = whole.dividedBy(part);
    return share.compareTo(most) < 0 ? share : most;
  }

  /// A token and when it was asked for.
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
