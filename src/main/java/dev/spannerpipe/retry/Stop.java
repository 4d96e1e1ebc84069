package dev.spannerpipe.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Ends a run from outside, because of a signal or because its time has expired. Thread-safe.
///
/// A request to stop does not interrupt a call. The working thread begins no further call or wait,
/// so it unwinds as after any failure. A call that is in flight may still end by itself, as nearly
/// all calls do within milliseconds. Its transaction is then closed and blocks nobody. A little
/// later, [#cancel] ends the calls that are still in flight. Then another thread calls [#takeOver].
/// Until [#LAST_CALLS] have passed since the request to stop, this other thread may still make
/// calls, to release the lease (the right to change the database) and to write the record.
public final class Stop {
  /// The time in which the run may still call services, counted from the request to stop.
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
  private final List<Runnable> endings = new ArrayList<>();

  /// Creates an instance; no stop is requested yet.
  ///
  /// @param halt ends the process at once with this exit code
  public Stop(Time time, IntConsumer halt) {
    this.time = time;
    this.halt = halt;
  }

  /// Why the run must end.
  public enum Reason {
    /// `TIMEOUT` has expired.
    TIMEOUT,
    /// Somebody ended the process, by SIGTERM or SIGHUP: `docker stop`, Cloud Run, or a stopped
    /// pipeline.
    SIGTERM,
    /// Somebody pressed Ctrl-C.
    SIGINT
  }

  /// A call that is in flight.
  public interface Call extends AutoCloseable {
    /// Marks the call as ended.
    @Override
    void close();
  }

  /// A call that is in flight.
  ///
  /// @param cancel ends the call early
  /// @param identity distinguishes two calls that have the same `cancel`
  private record InFlight(Runnable cancel, Object identity) {}

  /// Requests the end of the run. Only the first request counts.
  public synchronized void request(Reason why) {
    if (reason == null) {
      reason = why;
      lastCallsUntil = time.elapsed().plus(LAST_CALLS);
      interruptWaiting();
      wake();
    }
  }

  /// Returns why the run must end; empty if no stop was requested.
  public synchronized Optional<Reason> requested() {
    return Optional.ofNullable(reason);
  }

  /// Sets the thread that does the work. A request to stop interrupts the waits of this thread.
  ///
  /// @param abandonment releases the threads that wait for the end of the work
  public synchronized void work(Thread thread, Runnable abandonment) {
    ender = null;
    worker = thread;
    abandon = abandonment;
    if (reason != null) {
      interruptWaiting();
    }
  }

  /// Makes the current thread the only one that may make calls and wait from now on.
  public synchronized void takeOver() {
    worker = null;
    ender = Thread.currentThread();
  }

  /// Returns the clock, but with waits that end early when the run must end.
  public Time stoppableTime() {
    return time.waitingBy(
        duration -> {
          check();
          time.sleep(atMost(duration));
          check();
        });
  }

  /// Throws [InterruptedWaitException] if this thread may no longer make calls or wait.
  public synchronized void check() {
    boolean overtaken = ender != null && ender != Thread.currentThread();
    boolean late = ender == null || time.elapsed().compareTo(lastCallsUntil) >= 0;
    if (overtaken || (reason != null && late)) {
      throw new InterruptedWaitException();
    }
  }

  /// Registers a call. While a call is in flight, a request to stop does not interrupt the thread.
  /// Throws [InterruptedWaitException] if this thread may no longer make calls.
  ///
  /// @param cancel ends the call early; another thread runs it
  public synchronized Call begin(Runnable cancel) {
    check();
    InFlight call = new InFlight(cancel, new Object());
    calls.add(call);
    return () -> end(call);
  }

  private synchronized void end(InFlight call) {
    calls.remove(call);
  }

  /// Returns the given limit. After a request to stop, returns the time that is left for calls if
  /// that time is shorter.
  public synchronized Duration atMost(Duration limit) {
    if (reason == null) {
      return limit;
    }
    Duration left = lastCallsUntil.minus(time.elapsed());
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /// Cancels the calls of the working thread that are in flight. If there are none, interrupts the
  /// thread's wait. Has no effect after [#takeOver]: [#atMost] limits the calls of the thread that
  /// has taken over.
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

  /// Releases the threads that wait for the end of the work. Has no effect after the work has
  /// ended.
  public synchronized void abandon() {
    abandon.run();
  }

  /// Returns a count that increases with the first request to stop and with each call of [#wake].
  public synchronized int changes() {
    return changes;
  }

  /// Waits until [#changes] returns another value.
  ///
  /// @param seen the last known result of [#changes]
  /// @param atMost the maximum wait; empty for no limit
  public synchronized void awaitChange(int seen, Optional<Duration> atMost)
      throws InterruptedException {
    Optional<Duration> end = atMost.map(time.elapsed()::plus);
    long millis = millisUntil(end);
    while (changes == seen && millis >= 0) {
      wait(millis);
      millis = millisUntil(end);
    }
  }

  /// Returns how many milliseconds are left, as [Object#wait(long)] requires: 0 means no limit. The
  /// result is negative if no time is left.
  private long millisUntil(Optional<Duration> end) {
    return end.map(
            moment -> {
              long left = moment.minus(time.elapsed()).toMillis();
              return left > 0 ? left : -1;
            })
        .orElse(0L);
  }

  /// Makes [#awaitChange] return.
  public synchronized void wake() {
    changes++;
    notifyAll();
  }

  /// Registers an action that ends the thread of a network client, for the end of the run.
  ///
  /// @param ending takes at most a few milliseconds, throws nothing, and has no effect on a client
  ///   that is closed already
  public synchronized void whenEnded(Runnable ending) {
    endings.add(ending);
  }

  /// Ends the threads of the network clients. Called when the run has ended, however it ended: a
  /// run that was stopped, or whose work hangs, closes no clients itself. Without this, the process
  /// would end late. At its exit, a Java VM waits up to 300 ms for threads that are in native code,
  /// and threads that wait for network events are.
  public void ended() {
    endings().forEach(Runnable::run);
  }

  private synchronized List<Runnable> endings() {
    return List.copyOf(endings);
  }

  /// Ends the process at once, without an orderly end.
  public void halt(int exitCode) {
    halt.accept(exitCode);
  }
}
