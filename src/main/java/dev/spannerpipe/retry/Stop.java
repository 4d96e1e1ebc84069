package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// How a run is ended from outside, by a signal or because its time is over. Thread-safe.
///
/// The request sets nothing free by force: the thread that works begins no further call and no
/// further wait, and so unwinds on the path of any failure. A call in flight may end by itself, as
/// nearly all do within milliseconds, so that its transaction is closed and blocks nobody;
/// [#cancel] is for those that do not. Then another thread takes over ([#takeOver]): only that one
/// may still call, for [#LAST_CALLS], to release the lease and to write the record.
public final class Stop {
  /// How long after the request the run may still call services.
  public static final Duration LAST_CALLS = Duration.ofMillis(2800);

  private final Time time;
  private final IntConsumer halt;
  private final Set<InFlight> calls = new LinkedHashSet<>();
  private @Nullable Reason reason;
  private Duration lastCallsUntil = Duration.ZERO;
  private @Nullable Thread worker;
  private Runnable abandon = () -> {};
  private int changes;
  private @Nullable Thread ender;

  /// Requests nothing yet.
  ///
  /// @param halt ends the process at once with this exit code
  public Stop(Time time, IntConsumer halt) {
    this.time = time;
    this.halt = halt;
  }

  /// Why a run is to end.
  public enum Reason {
    /// `TIMEOUT` is over.
    TIMEOUT,
    /// Somebody ended the process: `docker stop`, Cloud Run, a pipeline that was stopped.
    SIGTERM,
    /// Somebody pressed Ctrl-C.
    SIGINT
  }

  /// A call that is in flight.
  public interface Call extends AutoCloseable {
    /// Says that it is over.
    @Override
    void close();
  }

  /// What ends a call, with an identity.
  private record InFlight(Runnable cancel, Object identity) {}

  /// Tells the run to end. The first request counts.
  public synchronized void request(Reason why) {
    if (reason == null) {
      reason = why;
      lastCallsUntil = time.elapsed().plus(LAST_CALLS);
      interruptWaiting();
      wake();
    }
  }

  /// Returns why the run is to end; empty where nobody asked for it.
  public synchronized Optional<Reason> requested() {
    return Optional.ofNullable(reason);
  }

  /// Says which thread works; its waits are interrupted by a request.
  ///
  /// @param abandonment lets whoever waits for the work wait no longer
  public synchronized void work(Thread thread, Runnable abandonment) {
    ender = null;
    worker = thread;
    abandon = abandonment;
    if (reason != null) {
      interruptWaiting();
    }
  }

  /// Makes this thread the only one that may call and wait from now on.
  public synchronized void takeOver() {
    worker = null;
    ender = Thread.currentThread();
  }

  /// Returns the clock, by which a run that is to end waits no more.
  public Time stoppableTime() {
    return time.waitingBy(
        duration -> {
          check();
          time.sleep(atMost(duration));
          check();
        });
  }

  /// Throws [InterruptedWaitException] where this thread may neither call nor wait any more.
  public synchronized void check() {
    boolean overtaken = ender != null && ender != Thread.currentThread();
    boolean late = ender == null || time.elapsed().compareTo(lastCallsUntil) >= 0;
    if (overtaken || (reason != null && late)) {
      throw new InterruptedWaitException();
    }
  }

  /// Says that a call begins. While one is in flight, a request does not interrupt the thread.
  /// Throws [InterruptedWaitException] where this thread may not call any more.
  ///
  /// @param cancel ends the call before its time; called by another thread
  public synchronized Call begin(Runnable cancel) {
    check();
    InFlight call = new InFlight(cancel, new Object());
    calls.add(call);
    return () -> end(call);
  }

  private synchronized void end(InFlight call) {
    calls.remove(call);
  }

  /// Returns the given time, or what is left for calls of a run that is to end if that is less.
  public synchronized Duration atMost(Duration limit) {
    if (reason == null) {
      return limit;
    }
    Duration left = lastCallsUntil.minus(time.elapsed());
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /// Ends the calls of the working thread that are in flight, or else what it waits for. Once
  /// another thread has taken over, its calls have a limit of their own ([#atMost]).
  public void cancel() {
    inFlight().forEach(call -> call.cancel().run());
    interruptWaiting();
  }

  private synchronized Set<InFlight> inFlight() {
    return worker == null ? Set.of() : Set.copyOf(calls);
  }

  private synchronized void interruptWaiting() {
    if (worker != null && calls.isEmpty()) {
      worker.interrupt();
    }
  }

  /// Lets whoever waits for the work wait no longer; without effect once it is over.
  public synchronized void abandon() {
    abandon.run();
  }

  /// Returns how many requests and calls of [#wake] there were.
  public synchronized int changes() {
    return changes;
  }

  /// Waits for a further change, but not longer than this time.
  ///
  /// @param seen what [#changes] returned
  public synchronized void awaitChange(int seen, Optional<Duration> atMost)
      throws InterruptedException {
    Optional<Duration> end = atMost.map(time.elapsed()::plus);
    long millis = millisUntil(end);
    while (changes == seen && millis >= 0) {
      wait(millis);
      millis = millisUntil(end);
    }
  }

  /// Returns how long to wait, as [Object#wait(long)] takes it: 0 is without an end; negative where
  /// the time is over.
  private long millisUntil(Optional<Duration> end) {
    return end.map(
            moment -> {
              long left = moment.minus(time.elapsed()).toMillis();
              return left > 0 ? left : -1;
            })
        .orElse(0L);
  }

  /// Lets [#awaitChange] return.
  public synchronized void wake() {
    changes++;
    notifyAll();
  }

  /// Ends the process at once, without anything in good order.
  public void halt(int exitCode) {
    halt.accept(exitCode);
  }
}
