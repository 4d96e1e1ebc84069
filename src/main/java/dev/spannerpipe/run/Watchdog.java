package dev.spannerpipe.run;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Stops a run whose `TIMEOUT` has expired, and ensures that a run ends within 4 s of a request to
/// stop. After such a request, the run first gets time to end by itself. Then the watchdog cancels
/// the run's calls to services, then abandons the thread that does the run's work, and finally
/// halts the process.
///
/// The watchdog has its own thread, because the run's thread may hang anywhere. The two threads
/// share only [Stop], so the code that does the run's work needs no locks.
public final class Watchdog implements AutoCloseable {
  /// How long the watchdog waits for a run to notice by itself that `TIMEOUT` has expired. It waits
  /// because the run's own message explains more than the watchdog's.
  static final Duration NOTICE = Duration.ofSeconds(1);

  private static final Duration UNTIL_CANCELLED = Duration.ofMillis(700);
  private static final Duration UNTIL_ABANDONED = Duration.ofMillis(700);
  private static final Duration UNTIL_LAST_CALLS =
      Stop.LAST_CALLS.minus(UNTIL_CANCELLED).minus(UNTIL_ABANDONED);
  private static final Duration UNTIL_HALTED = Duration.ofSeconds(1);
  private static final Duration PRINTING = Duration.ofMillis(200);

  /// The longest time from a request to stop until the process has ended, whatever the run does.
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

  /// Starts a watchdog, which watches the run until the watchdog is closed.
  ///
  /// @param lastLine prints the last line of the log before the process is halted
  public static Watchdog start(Stop stop, Time time, Consumer<Stop.Reason> lastLine) {
    Watchdog watchdog = new Watchdog(stop, time, lastLine);
    daemon("watchdog", watchdog::watch);
    return watchdog;
  }

  /// Returns the exit code of a run that was stopped for this reason.
  public static ExitCode exitCode(Stop.Reason reason) {
    return switch (reason) {
      case TIMEOUT -> ExitCode.UNFINISHED;
      case SIGTERM -> ExitCode.TERMINATED;
      case SIGINT -> ExitCode.INTERRUPTED;
    };
  }

  /// Sets how long the process may run, counted from its start; empty for no limit.
  public void limit(Optional<Duration> timeout) {
    limit = timeout;
    stop.wake();
  }

  /// Tells the watchdog that the run has ended.
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
      // This thread is interrupted only when the process ends.
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

  /// Prints the last line and halts the process. Another thread prints, for a limited time, because
  /// printing may hang too, for example if nobody reads the stream.
  private void halt() throws InterruptedException {
    Stop.Reason reason = stop.requested().orElseThrow();
    daemon("last-line", () -> lastLine.accept(reason)).join(PRINTING);
    stop.halt(exitCode(reason).number());
  }

  private static Thread daemon(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).start(work);
  }
}
