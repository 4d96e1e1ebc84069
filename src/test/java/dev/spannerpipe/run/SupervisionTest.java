package dev.spannerpipe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.retry.Stop.Reason;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.FastTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of work that is to end, and in which order it is made to.
@Timeout(120)
@Concurrent
class SupervisionTest {
  private final SystemTime clock = new SystemTime();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Stop stop = new Stop(clock, ended::complete);
  private final Time time = stop.stoppableTime();

  @Test
  void returnsWhatTheWorkReturnsAndThrowsWhatItThrows() {
    IllegalStateException failure = new IllegalStateException("no");

    assertThat(Supervision.run(stop, () -> "done")).isEqualTo("done");
    assertThatThrownBy(
            () ->
                Supervision.run(
                    stop,
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  @Test
  void interruptsWorkThatWaits() {
    assertThatThrownBy(
            () ->
                Supervision.run(
                    stop,
                    () -> {
                      later(() -> stop.request(Reason.SIGTERM));
                      time.sleep(Duration.ofMinutes(10));
                      return true;
                    }))
        .isInstanceOf(InterruptedWaitException.class);
    assertThat(stop.requested()).hasValue(Reason.SIGTERM);
  }

  @Test
  void beginsNoWorkThatIsToEndAlready() {
    stop.request(Reason.SIGINT);

    assertThatThrownBy(() -> Supervision.run(stop, () -> callOnce(() -> {})))
        .isInstanceOf(InterruptedWaitException.class);
  }

  @Test
  void letsACallInFlightEndAndBeginsNoFurtherOne() {
    AtomicInteger calls = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Supervision.run(
                    stop,
                    () -> {
                      callOnce(() -> stop.request(Reason.SIGTERM));
                      calls.incrementAndGet();
                      assertThat(Thread.currentThread().isInterrupted()).isFalse();
                      return callOnce(calls::incrementAndGet);
                    }))
        .isInstanceOf(InterruptedWaitException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void cancelsACallThatDoesNotEnd() {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (Watchdog _ = watchdog()) {
      boolean result =
          Supervision.run(
              stop,
              () -> {
                try (Stop.Call _ = stop.begin(cancelled::countDown)) {
                  stop.request(Reason.SIGTERM);
                  return cancelled.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException interruption) {
                  throw new IllegalStateException(interruption);
                }
              });

      assertThat(result).isTrue();
    }
  }

  @Test
  void cancelsNoCallOfTheThreadThatEndsTheRun() {
    Stop calm = new Stop(new FastTime(Instant.EPOCH, Duration.ZERO), ended::complete);
    AtomicInteger cancelled = new AtomicInteger();
    calm.work(Thread.currentThread(), () -> {});
    try (Stop.Call _ = calm.begin(cancelled::incrementAndGet)) {
      calm.request(Reason.SIGTERM);
      calm.cancel();
    }
    assertThat(cancelled).hasValue(1);

    calm.takeOver();
    try (Stop.Call _ = calm.begin(cancelled::incrementAndGet)) {
      calm.cancel();
    }

    assertThat(cancelled).hasValue(1);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void goesOnWithoutWorkThatHangs() {
    // By a clock that stands still, so that no stall of the machine makes the last call late.
    Stop calm = new Stop(new FastTime(Instant.EPOCH, Duration.ZERO), ended::complete);
    CountDownLatch over = new CountDownLatch(1);
    CompletableFuture<Throwable> late = new CompletableFuture<>();
    try (Watchdog _ = Watchdog.start(calm, clock, _ -> {})) {
      assertThatThrownBy(
              () ->
                  Supervision.run(
                      calm,
                      () -> {
                        calm.request(Reason.TIMEOUT);
                        awaitStubbornly(over);
                        try {
                          return callOnce(calm, () -> {});
                        } catch (RuntimeException refused) {
                          late.complete(refused);
                          throw refused;
                        }
                      }))
          .isInstanceOf(InterruptedWaitException.class);
      assertThat(callOnce(calm, () -> {})).isTrue();

      over.countDown();

      assertThat(late.join()).isInstanceOf(InterruptedWaitException.class);
    }
  }

  @Test
  void givesTheEndOfARunALimit() {
    FastTime fast = new FastTime(Instant.EPOCH, Duration.ZERO);
    Stop own = new Stop(fast, _ -> {});
    Time limited = own.stoppableTime();
    own.takeOver();
    assertThat(own.atMost(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));

    own.request(Reason.SIGTERM);
    limited.sleep(Duration.ofSeconds(1));

    assertThat(own.atMost(Duration.ofSeconds(30)))
        .isEqualTo(Stop.LAST_CALLS.minus(Duration.ofSeconds(1)));
    assertThatThrownBy(() -> limited.sleep(Duration.ofSeconds(30)))
        .isInstanceOf(InterruptedWaitException.class);
    assertThat(fast.elapsed()).isEqualTo(Stop.LAST_CALLS);
    assertThatThrownBy(() -> own.begin(() -> {})).isInstanceOf(InterruptedWaitException.class);
  }

  @Test
  void endsTheProcessWhereNothingElseDoes() {
    CompletableFuture<Reason> lastLine = new CompletableFuture<>();
    try (Watchdog _ =
        Watchdog.start(
            stop,
            time,
            why -> {
              lastLine.complete(why);
              // Nobody reads it.
              awaitStubbornly(new CountDownLatch(1));
            })) {
      Duration before = clock.elapsed();
      stop.request(Reason.SIGTERM);

      assertThat(ended.join()).isEqualTo(143);

      // By the true time, as the machine may stall, only the least.
      assertThat(clock.elapsed().minus(before)).isGreaterThanOrEqualTo(Stop.LAST_CALLS);
      assertThat(lastLine.join()).isEqualTo(Reason.SIGTERM);
    }
  }

  @Test
  void endsWithinFiveSecondsOfASignalAndOfTimeout() {
    assertThat(Watchdog.NOTICE.plus(Watchdog.LONGEST_END))
        .isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({"TIMEOUT,8", "SIGTERM,143", "SIGINT,130"})
  void hasAnExitCodeForEachReason(Reason reason, int exitCode) {
    assertThat(Watchdog.exitCode(reason).number()).isEqualTo(exitCode);
  }

  @Test
  void endsWorkThatIsOverItsTime() {
    try (Watchdog watchdog = watchdog()) {
      watchdog.limit(Optional.of(clock.elapsed().plusMillis(1)));

      assertThatThrownBy(
              () ->
                  Supervision.run(
                      stop,
                      () -> {
                        time.sleep(Duration.ofMinutes(10));
                        return true;
                      }))
          .isInstanceOf(InterruptedWaitException.class);
      assertThat(stop.requested()).hasValue(Reason.TIMEOUT);
    }
  }

  private Watchdog watchdog() {
    return Watchdog.start(stop, time, _ -> {});
  }

  private boolean callOnce(Runnable call) {
    return callOnce(stop, call);
  }

  private static boolean callOnce(Stop stop, Runnable call) {
    try (Stop.Call _ = stop.begin(() -> {})) {
      call.run();
      return true;
    }
  }

  private static void later(Runnable action) {
    Thread.ofPlatform().daemon().start(action);
  }

  /// Hangs as a regular expression does.
  private static void awaitStubbornly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        // So what.
      }
    }
  }
}
