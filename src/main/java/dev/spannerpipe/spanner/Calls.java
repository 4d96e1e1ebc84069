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

/// Makes one attempt of a call: ends it after its time, and translates its failure; where the call
/// had no credentials, the failure to get them comes out as it is.
///
/// The limit is needed although every request has its own: where a stream breaks before its first
/// row, the client opens it again for ever; and it waits for its session, or for the begin of a
/// transaction that it rolls back, without any request of which a limit could be. So there are two:
/// the deadline of the gRPC context ends requests, and an interruption ends what goes on waiting a
/// little later.
final class Calls implements AutoCloseable {
  /// For one unary call or query.
  static final Duration CALL = Duration.ofSeconds(30);

  /// For data changes and commits.
  static final Duration WORK = Duration.ofMinutes(15);

  /// For what the client does on its own to end something: the rollback on close.
  static final Duration CLEAN_UP = Duration.ofSeconds(5);

  private static final Duration INTERRUPTION_AFTER = Duration.ofMillis(500);

  private final Retry retry;
  private final Remote remote;
  private final boolean withCredentials;
  private final Stop stop;

  /// Whether the service has ever let the run in.
  private boolean known;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("spanner-deadline").unstarted(task));

  /// Makes calls of a run with or without credentials.
  ///
  /// @param retry says how long a call may take, and reports a silent service
  /// @param stop says when they may make no more calls, and cancels those in flight
  Calls(Retry retry, Remote remote, boolean withCredentials, Stop stop) {
    this.retry = retry;
    this.remote = remote;
    this.withCredentials = withCredentials;
    this.stop = stop;
  }

  /// Calls; throws [dev.spannerpipe.apply.port.DatabaseException] where the service does not do it,
  /// or not in this time or what is left of the run.
  <T> T attempt(Duration limit, Supplier<T> call) {
    return retry.attempt(remote, () -> translated(() -> within(limit, stop::begin, call)));
  }

  /// Lets the client end something. Whether it can does not matter: what is worth telling has been
  /// thrown before, and the service ends on its own what nobody goes on with. Also a run that is to
  /// end does it, so that its transaction blocks nobody.
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
      // See above.
    }
  }

  /// @param registration says that the call begins, and how another thread ends it
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

  /// Calls without a limit on the whole; throws [dev.spannerpipe.apply.port.DatabaseException]
  /// where the service does not do it. A run that is to end makes no further call in it, but is not
  /// interrupted, so that what the client does to clean up is done.
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

  /// A token that was good and is not any more has ended, by the service's clock, or was taken
  /// away.
  private RuntimeException ofService(DatabaseException failure) {
    return withCredentials && known && Translation.unauthenticated(failure)
        ? new UnfinishedFailure(
                "Spanner no longer takes the credentials of this run: " + failure.reason(),
                "Run the step again: the new run continues where this one stopped")
            .causedBy(failure)
        : failure;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
