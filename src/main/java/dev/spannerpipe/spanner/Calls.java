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

/// Makes calls to Spanner. Each call is one attempt, with a time limit. A failure of the service
/// becomes a [DatabaseException]. If the run could not get credentials for a call, the failure to
/// get them is thrown instead.
///
/// The client sets a timeout for each request, but a call can last longer than one request. If a
/// stream breaks before the first row, the client opens the stream again and again. The client also
/// waits while no request is sent: for the session, and, before a rollback, for the transaction to
/// begin. So a call has two limits. The deadline of the gRPC context ends requests. Half a second
/// later, an interruption ends whatever the client is still waiting for.
final class Calls implements AutoCloseable {
  /// The limit of one unary call or query.
  static final Duration CALL = Duration.ofSeconds(30);

  /// The limit of data changes and commits.
  static final Duration WORK = Duration.ofMinutes(15);

  /// The limit of a clean-up by the client, such as the rollback of a transaction.
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

  /// Creates the object that makes the Spanner calls of a run.
  ///
  /// @param retry limits a call to the remaining time of the run, and reports a service that does
  ///   not respond
  /// @param remote the service and its address, for messages
  /// @param withCredentials whether the calls carry an access token
  /// @param stop decides whether further calls may begin, and cancels the calls in progress
  Calls(Retry retry, Remote remote, boolean withCredentials, Stop stop) {
    this.retry = retry;
    this.remote = remote;
    this.withCredentials = withCredentials;
    this.stop = stop;
  }

  /// Makes a call with a time limit. Throws [dev.spannerpipe.apply.port.DatabaseException] if the
  /// service fails, or does not respond within the limit or within the remaining time of the run.
  <T> T attempt(Duration limit, Supplier<T> call) {
    return retry.attempt(remote, () -> translated(() -> within(limit, stop::begin, call)));
  }

  /// Lets the client clean up, for example end a transaction. Failures are ignored, because the
  /// service ends abandoned work by itself. A clean-up also runs after a request to stop, so that
  /// the transaction of this run does not block other runs.
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
      // A failure to clean up is ignored: see above.
    }
  }

  /// Makes a call, and ends it after the limit.
  ///
  /// @param wanted the limit; the call ends earlier if the remaining time of the run is shorter
  /// @param registration registers the call with [Stop]; the argument of this function is an action
  ///   with which another thread can cancel the call
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

  /// Makes a call without a limit of its own, such as a transaction, which consists of several
  /// calls with limits. Throws [dev.spannerpipe.apply.port.DatabaseException] if the service fails.
  /// After a request to stop, no further call within this call begins, but the thread is not
  /// interrupted, so that the client can clean up.
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

  /// Returns the failure to throw when the service failed. If the service has accepted a call
  /// before and now rejects the run's token, the token has expired or was revoked. The failure then
  /// says that the next run will continue the work.
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
