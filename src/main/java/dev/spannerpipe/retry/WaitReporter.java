package dev.spannerpipe.retry;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reports services that do not respond. After 10 s, and then every 30 s, a log line names the
/// service, its address, when the wait began, and the attempt. Every remote call uses this class,
/// through [Retry]. Long work of the run itself, such as reading the changelog, is reported in the
/// same way.
///
/// A call blocks the thread that makes it, so a separate thread prints the lines. Waits can be
/// nested, because a retried call may contain other retried calls. For each thread, only the
/// innermost wait is reported. A wait may contain several calls. After each successful response,
/// the time of the wait counts from zero again, unless the wait is in its second or a later
/// attempt. After an error response, the time keeps counting, so a service that responds "try
/// again" for minutes is reported, too.
///
/// Thread-safe. Call [#close] before the last line of a run.
public final class WaitReporter implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);

  /// How many ticks pass without a response before the first line.
  private static final int FIRST = 10;

  /// How many ticks pass between two lines.
  private static final int EVERY = 30;

  private final Time time;
  private final Consumer<String> lines;
  private final Consumer<String> details;

  /// The innermost wait of each thread that waits.
  private final Map<Thread, Wait> innermost = new LinkedHashMap<>();

  /// The number of ticks since the ticker started. The ticks are always measured with the machine's
  /// own clock, because the duration of calls depends on that clock. This also holds if a test
  /// replaces [Time].
  private long ticks;

  /// If a wait that was reported has ended without a response: the tick at which the next line is
  /// due. That line is about the call that waits at that tick. Otherwise the maximum value.
  private long overdue = Long.MAX_VALUE;

  private @Nullable Thread ticker;
  private boolean closed;

  /// Creates a reporter that passes its lines to this consumer, from any thread, one at a time.
  public WaitReporter(Time time, Consumer<String> lines) {
    this(time, lines, _ -> {});
  }

  /// Creates a reporter that passes its lines to these consumers, from any thread.
  ///
  /// @param lines receives the lines about services that do not respond
  /// @param details receives lines about every call: how long it took, how it ended, and when it is
  ///   retried
  public WaitReporter(Time time, Consumer<String> lines, Consumer<String> details) {
    this.time = time;
    this.lines = lines;
    this.details = details;
  }

  /// Returns a reporter that reports nothing.
  public static WaitReporter silent(Time time) {
    WaitReporter reporter = new WaitReporter(time, _ -> {});
    reporter.close();
    return reporter;
  }

  /// A wait for a response, possibly during several attempts.
  public final class Wait {
    private final @Nullable Wait outer;
    private @Nullable Remote remote;
    private @Nullable String work;
    private Duration since = time.elapsed();
    private long next = ticks + FIRST;
    private int attempt = 1;
    private boolean reported;

    private Wait(@Nullable Wait outer) {
      this.outer = outer;
    }

    private boolean isNameless() {
      return remote == null && work == null;
    }

    /// Sets the number of the attempt that begins, counted from 1.
    public void attempt(int number) {
      synchronized (WaitReporter.this) {
        attempt = number;
      }
    }

    /// Ends the wait.
    ///
    /// @param answered whether the service responded or the work succeeded
    public void end(boolean answered) {
      WaitReporter.this.end(this, answered);
    }
  }

  /// Begins a wait that may have several attempts.
  synchronized Wait begin() {
    Wait wait = new Wait(innermost.get(Thread.currentThread()));
    innermost.put(Thread.currentThread(), wait);
    return wait;
  }

  /// Runs work that may take long without any call, such as reading a large changelog.
  ///
  /// @param work the name of the work in the log line, such as "Reading the changelog"
  public <T> T working(String work, Supplier<T> body) {
    Wait wait = begin();
    working(wait, work);
    boolean done = false;
    try {
      T result = body.get();
      done = true;
      return result;
    } finally {
      end(wait, done);
    }
  }

  private synchronized void working(Wait wait, String work) {
    wait.work = work;
    watched();
  }

  /// Makes one call.
  <T> T attempt(Remote remote, Supplier<T> call) {
    Wait around = around();
    Wait wait = around == null ? begin() : around;
    called(wait, remote);
    Duration begun = time.elapsed();
    boolean answered = false;
    try {
      T answer = call.get();
      answered = true;
      details.accept(remote + " answered after " + millis(begun));
      return answer;
    } catch (RuntimeException failure) {
      details.accept(
          "%s failed after %s (attempt %d): %s"
              .formatted(remote, millis(begun), wait.attempt, failure.getMessage()));
      throw failure;
    } finally {
      if (around == null) {
        end(wait, answered);
      } else {
        answered(wait, answered);
      }
    }
  }

  /// Reports that a call will be retried.
  ///
  /// @param attempt the number of the next attempt
  void retrying(int attempt, Duration pause) {
    details.accept("Attempt %d in %d ms".formatted(attempt, pause.toMillis()));
  }

  private String millis(Duration begun) {
    return time.elapsed().minus(begun).toMillis() + " ms";
  }

  private synchronized @Nullable Wait around() {
    return innermost.get(Thread.currentThread());
  }

  private synchronized void called(Wait wait, Remote remote) {
    wait.remote = remote;
    watched();
  }

  private void watched() {
    if (ticker == null && !closed) {
      ticker = Thread.ofPlatform().daemon().name("wait-reporter").start(this::watch);
    }
  }

  private synchronized void answered(Wait wait, boolean well) {
    if (well && wait.attempt == 1) {
      restart(wait);
    }
  }

  private synchronized void end(Wait wait, boolean answered) {
    Wait outer = wait.outer;
    if (outer == null) {
      innermost.remove(Thread.currentThread());
    } else {
      innermost.put(Thread.currentThread(), outer);
    }
    if (answered) {
      restart(wait);
      if (outer != null && outer.attempt == 1) {
        restart(outer);
      }
    } else if (wait.reported) {
      overdue = wait.next;
      if (outer != null) {
        outer.next = wait.next;
      }
    }
  }

  private void restart(Wait wait) {
    Duration now = time.elapsed();
    if (wait.reported) {
      print(
          "%s %s %s"
              .formatted(
                  wait.remote == null ? wait.work : wait.remote,
                  wait.remote == null ? "took" : "answered after",
                  words(now.minus(wait.since))));
    }
    overdue = Long.MAX_VALUE;
    wait.since = now;
    wait.next = ticks + FIRST;
    wait.reported = false;
  }

  private synchronized void watch() {
    try {
      while (!closed) {
        wait(Math.max(1, time.onMachine(TICK).toMillis()));
        report();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Prints the lines that are due; called at each tick. While a service does not respond, there is
  /// a line every 30 s, even if each line is about a new call.
  synchronized void report() {
    ticks++;
    boolean late = ticks >= overdue;
    for (Wait wait : innermost.values()) {
      if (!wait.isNameless() && (isDue(wait) || (late && wait.remote != null))) {
        overdue = Long.MAX_VALUE;
        wait.next = ticks + EVERY;
        wait.reported = true;
        print(line(wait));
      }
    }
  }

  /// Returns whether a line about the wait is due. A wait begins between two ticks, so the number
  /// of ticks alone could cause a line up to a second too early.
  private boolean isDue(Wait wait) {
    return ticks >= wait.next
        && time.elapsed().compareTo(wait.since.plus(TICK.multipliedBy(FIRST))) >= 0;
  }

  private String line(Wait wait) {
    Duration waited = time.elapsed().minus(wait.since);
    LocalTime since =
        LocalTime.ofInstant(time.now().minus(waited), ZoneOffset.UTC)
            .truncatedTo(ChronoUnit.SECONDS);
    return wait.remote == null
        ? "%s since %tT UTC (%s)".formatted(wait.work, since, words(waited))
        : "Waiting for %s since %tT UTC (%s, attempt %d)"
            .formatted(wait.remote, since, words(waited), wait.attempt);
  }

  private static String words(Duration waited) {
    return waited.compareTo(Duration.ofMinutes(2)) < 0
        ? waited.toSeconds() + " s"
        : waited.toMinutes() + " min";
  }

  private void print(String line) {
    if (!closed) {
      lines.accept(line);
    }
  }

  /// Stops all reports.
  @Override
  public synchronized void close() {
    closed = true;
    innermost.clear();
    notifyAll();
  }
}
