package dev.spannerpipe.spanner;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.spanner.SpannerException;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Stop;
import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Makes one attempt of a call, limits its duration, and translates its failure. If the call had no
/// credentials, the original failure to get them is thrown.
///
/// Each request has its own timeout, but that is not enough. If a stream breaks before its first
/// row, the client reopens it forever. The client also waits without any request: for its session,
/// and for the begin of a transaction that it rolls back. So there are two limits. The deadline of
/// the gRPC context ends requests. A little later, an interruption ends anything that is still
/// waiting.
final class Calls implements AutoCloseable {
  /// The limit of one unary call or query.
  static final Duration CALL = Duration.ofSeconds(30);

  /// The limit of data changes and commits.
  static final Duration WORK = Duration.ofMinutes(15);

  /// The limit of what the client does itself to end something, such as the rollback on close.
  static final Duration CLEAN_UP = Duration.ofSeconds(5);

  private static final Duration INTERRUPTION_AFTER = Duration.ofMillis(500);

  private final Retry retry;
  private final Remote remote;
  private final boolean withCredentials;
  private final Stop stop;

  /// Whether the service has accepted at least one call.
  private boolean known;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("spanner-deadline").unstarted(task));

  /// Makes calls of a run with or without credentials.
  ///
  /// @param retry limits the duration of a call, and reports a service that does not answer
  /// @param stop decides whether further calls may be made, and cancels those in flight
  Calls(Retry retry, Remote remote, boolean withCredentials, Stop stop) {
    this.retry = retry;
    this.remote = remote;
    this.withCredentials = withCredentials;
    this.stop = stop;
  }

  /// Makes the call. Throws [dev.spannerpipe.apply.port.DatabaseException] if the service fails, or
  /// does not answer within the limit or the remaining time of the run.
  <T> T attempt(Duration limit, Supplier<T> call) {
    return retry.attempt(remote, () -> translated(() -> within(limit, stop::begin, call)));
  }

  /// Lets the client end something, such as a transaction. Failures are ignored: the important
  /// failure was thrown before, and the service itself ends abandoned work. This also runs after a
  /// request to stop, so that the run's transaction does not block others.
  void cleanUp(Runnable end) {
    try {
      within(
          CLEAN_UP,
          _ -> () -> {},
          () -> {
            end.run();
            return true;
          });
    } catch (RuntimeException _) {
      // See the comment of the method.
    }
  }

  /// @param registration registers the call, with an action by which another thread can cancel it
  private <T> T within(
      Duration wanted, Function<Runnable, Stop.Call> registration, Supplier<T> call) {
    Duration limit = retry.limit(stop.atMost(wanted));
    Context.CancellableContext context =
        Context.current().withDeadlineAfter(limit.toNanos(), TimeUnit.NANOSECONDS, timer);
    Interruption interruption = new Interruption(Thread.currentThread());
    Future<?> planned =
        timer.schedule(
            interruption, limit.plus(INTERRUPTION_AFTER).toNanos(), TimeUnit.NANOSECONDS);
    Context before = context.attach();
    try (Stop.Call _ = registration.apply(() -> context.cancel(null))) {
      return call.get();
    } catch (RuntimeException failure) {
      if (interruption.end()) {
        throw new DatabaseException(Kind.TRANSIENT, "no answer came in time", failure);
      }
      throw failure;
    } finally {
      planned.cancel(false);
      interruption.end();
      context.detach(before);
      context.cancel(null);
    }
  }

  /// Makes the call without a limit on the whole. Throws
  /// [dev.spannerpipe.apply.port.DatabaseException] if the service fails. After a request to stop,
  /// no further call begins inside it. The thread is not interrupted, so that the client can clean
  /// up.
  <T> T attempt(Supplier<T> call) {
    try (Stop.Call _ = stop.begin(() -> {})) {
      return translated(call);
    }
  }

  private <T> T translated(Supplier<T> call) {
    try {
      T answer = call.get();
      known = true;
      return answer;
    } catch (SpannerException | ApiException failure) {
      throw Translation.ofCredentials(failure)
          .<RuntimeException>map(Function.identity())
          .orElseGet(() -> ofService(Translation.of(failure)));
    }
  }

  /// If the service rejects a token that it accepted before, the token has expired by the service's
  /// clock, or was revoked.
  private RuntimeException ofService(DatabaseException failure) {
    return withCredentials && known && Translation.unauthenticated(failure)
        ? new UnfinishedFailure(
                "Spanner no longer accepts the credentials of this run: " + failure.reason(),
                "Run the step again: the new run continues where this one stopped")
            .causedBy(failure)
        : failure;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
