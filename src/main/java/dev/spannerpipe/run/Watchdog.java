package dev.spannerpipe.run;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Ends a run whose `TIMEOUT` has expired, and makes sure that one that is to end does so within 4
/// s of the request: first by itself, then by cancelling its calls, then without the thread that
/// hangs, and in the end by the end of the process.
///
/// A thread of its own, since the run's may hang anywhere. It touches nothing of the run but
/// [Stop], so the engine stays single-threaded.
public final class Watchdog implements AutoCloseable {
  /// A run ends by itself when `TIMEOUT` is over, if it notices; it knows best what to say.
  static final Duration NOTICE = Duration.ofSeconds(1);

  private static final Duration UNTIL_CANCELLED = Duration.ofMillis(700);
  private static final Duration UNTIL_ABANDONED = Duration.ofMillis(700);
  private static final Duration UNTIL_LAST_CALLS =
      Stop.LAST_CALLS.minus(UNTIL_CANCELLED).minus(UNTIL_ABANDONED);
  private static final Duration UNTIL_HALTED = Duration.ofSeconds(1);
  private static final Duration PRINTING = Duration.ofMillis(200);

  /// How long after the request the process has ended, whatever the run does.
  static final Duration LONGEST_END = Stop.LAST_CALLS.plus(UNTIL_HALTED).plus(PRINTING);

  private final Stop stop;
  private final Time time;
  private final Consumer<Stop.Reason> lastLine;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Optional<Duration> limit = Optional.empty();

  private Watchdog(Stop stop, Time time, Consumer<Stop.Reason> lastLine) {
    this.stop = stop;
    this.time = time;
    this.lastLine = lastLine;
  }

  /// Begins to watch, until it is closed.
  ///
  /// @param lastLine prints the last line of a run that has to be ended by the end of the process
  public static Watchdog start(Stop stop, Time time, Consumer<Stop.Reason> lastLine) {
    Watchdog watchdog = new Watchdog(stop, time, lastLine);
    daemon("watchdog", watchdog::watch);
    return watchdog;
  }

  /// Returns the exit code of a run that was ended for this reason.
  public static ExitCode exitCode(Stop.Reason reason) {
    return switch (reason) {
      case TIMEOUT -> ExitCode.UNFINISHED;
      case SIGTERM -> ExitCode.TERMINATED;
      case SIGINT -> ExitCode.INTERRUPTED;
    };
  }

  /// Says how long the process may run.
  public void limit(Optional<Duration> timeout) {
    limit = timeout;
    stop.wake();
  }

  /// The run is over.
  @Override
  public void close() {
    over.countDown();
    stop.wake();
  }

  private void watch() {
    try {
      awaitRequest();
      if (isOverWithin(UNTIL_CANCELLED)) {
        return;
      }
      stop.cancel();
      if (isOverWithin(UNTIL_ABANDONED)) {
        return;
      }
      stop.abandon();
      if (!isOverWithin(UNTIL_LAST_CALLS.plus(UNTIL_HALTED))) {
        halt();
      }
    } catch (InterruptedException _) {
      // Nobody does that but a process that ends.
    }
  }

  private void awaitRequest() throws InterruptedException {
    while (true) {
      int seen = stop.changes();
      if (over.getCount() == 0 || stop.requested().isPresent()) {
        return;
      }
      Optional<Duration> left = limit.map(timeout -> timeout.plus(NOTICE).minus(time.elapsed()));
      if (left.filter(duration -> !duration.isPositive()).isPresent()) {
        stop.request(Stop.Reason.TIMEOUT);
      } else {
        stop.awaitChange(seen, left);
      }
    }
  }

  private boolean isOverWithin(Duration duration) throws InterruptedException {
    return over.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Nobody may read what is printed, so printing may hang, too.
  private void halt() throws InterruptedException {
    Stop.Reason reason = stop.requested().orElseThrow();
    daemon("last-line", () -> lastLine.accept(reason)).join(PRINTING);
    stop.halt(exitCode(reason).number());
  }

  private static Thread daemon(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).start(work);
  }
}
