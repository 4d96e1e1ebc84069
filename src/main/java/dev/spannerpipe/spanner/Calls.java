package dev.spannerpipe.spanner;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.spanner.SpannerException;
import dev.spannerpipe.apply.DatabaseException;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.retry.Stop;
import io.grpc.Context;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Makes one attempt of a call: ends it after its time, and translates its failure; where the call
/// had no credentials, the failure to get them comes out as it is.
///
/// The limit is needed although every request has its own: where a stream breaks before its first
/// row, the client opens it again for ever.
final class Calls implements AutoCloseable {
  /// For one unary call or query.
  static final Duration CALL = Duration.ofSeconds(30);

  /// For data changes and commits.
  static final Duration WORK = Duration.ofMinutes(15);

  private final boolean withCredentials;
  private final Stop stop;

  /// Whether the service has ever let the run in.
  private boolean known;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("spanner-deadline").unstarted(task));

  /// Makes calls of a run with or without credentials.
  ///
  /// @param stop says when they may make no more calls, and cancels those in flight
  Calls(boolean withCredentials, Stop stop) {
    this.withCredentials = withCredentials;
    this.stop = stop;
  }

  /// Calls; throws [dev.spannerpipe.apply.DatabaseException] where the service does not do it.
  <T> T attempt(Duration limit, Supplier<T> call) {
    Context.CancellableContext context =
        Context.current()
            .withDeadlineAfter(stop.atMost(limit).toNanos(), TimeUnit.NANOSECONDS, timer);
    Context before = context.attach();
    try (Stop.Call _ = stop.begin(() -> context.cancel(null))) {
      return translated(call);
    } finally {
      context.detach(before);
      context.cancel(null);
    }
  }

  /// Calls without a limit on the whole; throws [dev.spannerpipe.apply.DatabaseException] where the
  /// service does not do it. A run that is to end makes no further call in it, but is not
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
                "Run the step again: the new run goes on where this one stopped")
            .causedBy(failure)
        : failure;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
