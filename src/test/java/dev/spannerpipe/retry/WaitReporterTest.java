package dev.spannerpipe.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What people read while a service does not answer.
class WaitReporterTest {
  private static final Remote SPANNER = new Remote("Spanner", "https://spanner.googleapis.com");
  private static final Remote STS =
      Remote.at("Google STS", URI.create("https://sts.googleapis.com/v1/token?secret=1"));
  private final List<String> lines = new ArrayList<>();
  private final List<Duration> printed = new ArrayList<>();
  private final Ticking time = new Ticking();
  private final WaitReporter reporter = new WaitReporter(time, this::print);
  private final Retry retry = new Retry(time, () -> 1).reporting(reporter);

  @AfterEach
  void close() {
    reporter.close();
  }

  private void print(String line) {
    lines.add(line);
    printed.add(time.elapsed());
  }

  /// A service that answers after so many seconds.
  private String slow(int seconds) {
    time.sleep(Duration.ofSeconds(seconds));
    return "answer";
  }

  private String broken(int seconds) {
    time.sleep(Duration.ofSeconds(seconds));
    throw new IllegalStateException("reset");
  }

  private <T> T tried(int seconds, Supplier<T> call) {
    return retry.call(
        RetryPolicy.CALLS.within(Duration.ofSeconds(seconds)),
        IllegalStateException.class::isInstance,
        call);
  }

  @Test
  void saysAfterTenSecondsAndThenEveryThirtyWhatIsWaitedFor() {
    retry.attempt(SPANNER, () -> slow(75));

    assertThat(lines)
        .containsExactly(
            "Waiting for Spanner at https://spanner.googleapis.com since 21:20:05 UTC (10 s,"
                + " attempt 1)",
            "Waiting for Spanner at https://spanner.googleapis.com since 21:20:05 UTC (40 s,"
                + " attempt 1)",
            "Waiting for Spanner at https://spanner.googleapis.com since 21:20:05 UTC (70 s,"
                + " attempt 1)",
            "Spanner at https://spanner.googleapis.com answered after 75 s");
  }

  @Test
  void saysAlsoWhatTheRunItselfDoesForLong() {
    reporter.working("Reading the changelog", () -> slow(45));
    reporter.working("Reading the changelog", () -> slow(9));

    assertThat(lines)
        .containsExactly(
            "Reading the changelog since 21:20:05 UTC (10 s)",
            "Reading the changelog since 21:20:05 UTC (40 s)",
            "Reading the changelog took 45 s");
  }

  @Test
  void saysNothingOfWhatAnswersInTime() {
    for (int call = 0; call < 20; call++) {
      retry.attempt(SPANNER, () -> slow(9));
    }

    assertThat(lines).isEmpty();
  }

  @Test
  void showsTheServerOfAnAddressOnly() {
    retry.attempt(STS, () -> slow(10));

    assertThat(lines.getFirst())
        .isEqualTo(
            "Waiting for Google STS at https://sts.googleapis.com since 21:20:05 UTC (10 s, attempt"
                + " 1)");
  }

  @Test
  void countsAttemptsFromTheFirst() {
    assertThatThrownBy(() -> tried(45, () -> retry.attempt(SPANNER, () -> broken(8))))
        .hasMessage("reset");

    assertThat(lines)
        .containsExactly(
            "Waiting for Spanner at https://spanner.googleapis.com since 21:20:05 UTC (10 s,"
                + " attempt 2)",
            "Waiting for Spanner at https://spanner.googleapis.com since 21:20:05 UTC (40 s,"
                + " attempt 5)");
  }

  @Test
  void writesLongWaitsInMinutes() {
    retry.attempt(SPANNER, () -> slow(131));

    assertThat(lines.getLast())
        .isEqualTo("Spanner at https://spanner.googleapis.com answered after 2 min");
    assertThat(lines.get(4)).contains("(2 min, attempt 1)");
  }

  /// A transaction reads quickly and commits slowly: the wait is the commit's.
  @Test
  void beginsAnewWithEachAnswer() {
    tried(
        100,
        () -> {
          retry.attempt(SPANNER, () -> slow(9));
          return retry.attempt(SPANNER, () -> slow(11));
        });

    assertThat(lines)
        .containsExactly(
            "Waiting for Spanner at https://spanner.googleapis.com since 21:20:14 UTC (10 s,"
                + " attempt 1)",
            "Spanner at https://spanner.googleapis.com answered after 11 s");
  }

  /// What is aborted again and again is answered, and gets nowhere.
  @Test
  void reportsWhatIsTriedForLong() {
    assertThatThrownBy(
            () ->
                tried(
                    40,
                    () -> {
                      retry.attempt(SPANNER, () -> slow(3));
                      return retry.attempt(SPANNER, () -> broken(4));
                    }))
        .hasMessage("reset");

    assertThat(lines)
        .containsExactly(
            "Waiting for Spanner at https://spanner.googleapis.com since 21:20:08 UTC (10 s,"
                + " attempt 2)");
  }

  /// Each step of an ending run waits for a few seconds only, and all of them for the same service.
  @Test
  void keepsTheDistanceOfItsLinesFromOneWaitToTheNext() {
    fail(11);
    for (int step = 0; step < 11; step++) {
      fail(9);
    }

    assertThat(printed)
        .containsExactly(
            Duration.ofSeconds(15),
            Duration.ofSeconds(45),
            Duration.ofSeconds(75),
            Duration.ofSeconds(105));
    assertThat(lines.get(1)).endsWith(" since 21:20:43 UTC (2 s, attempt 1)");
  }

  @Test
  void forgetsASilenceThatIsOver() {
    fail(11);
    retry.attempt(SPANNER, () -> slow(1));
    for (int call = 0; call < 10; call++) {
      retry.attempt(SPANNER, () -> slow(9));
    }

    assertThat(lines).hasSize(1);
  }

  private void fail(int seconds) {
    assertThatThrownBy(() -> retry.attempt(SPANNER, () -> broken(seconds))).hasMessage("reset");
  }

  @Test
  void saysNothingOnceItIsClosed() {
    retry.attempt(SPANNER, () -> slow(15));
    lines.clear();
    reporter.close();

    retry.attempt(SPANNER, () -> slow(100));

    assertThat(lines).isEmpty();
  }

  /// Calls block: what is said of them comes from another thread, without anybody's help.
  @Test
  void watchesWithAThreadOfItsOwn() {
    List<String> heard = java.util.Collections.synchronizedList(new ArrayList<>());
    Object first = new Object();
    try (WaitReporter own =
        new WaitReporter(
            new Hurried(),
            line -> {
              heard.add(line);
              synchronized (first) {
                first.notifyAll();
              }
            })) {
      synchronized (first) {
        new Retry(time, () -> 1)
            .reporting(own)
            .attempt(
                SPANNER,
                () -> {
                  awaitLine(first, heard);
                  return true;
                });
      }
    }

    assertThat(heard.getFirst())
        .startsWith("Waiting for Spanner at https://spanner.googleapis.com");
  }

  private static void awaitLine(Object signal, List<String> heard) {
    try {
      while (heard.isEmpty()) {
        signal.wait();
      }
    } catch (InterruptedException interruption) {
      throw new InterruptedWaitException(interruption);
    }
  }

  /// A clock that stands still but for waiting, in which the reporter's own thread looks every
  /// second.
  private final class Ticking implements Time {
    private Duration elapsed = Duration.ofSeconds(5);

    @Override
    public Instant now() {
      return Instant.parse("2026-11-29T21:20:00.400Z").plus(elapsed);
    }

    @Override
    public Duration elapsed() {
      return elapsed;
    }

    @Override
    public void sleep(Duration duration) {
      Duration end = elapsed.plus(duration);
      for (long second = elapsed.toSeconds() + 1; second <= end.toSeconds(); second++) {
        elapsed = Duration.ofSeconds(second);
        reporter.report();
      }
      elapsed = end;
    }

    /// The reporter's own thread would disturb.
    @Override
    public Duration onMachine(Duration duration) {
      return duration.multipliedBy(1000);
    }
  }

  /// A clock that goes a thousand times as fast as the machine's.
  private static final class Hurried implements Time {
    private final long start = System.nanoTime();

    @Override
    public Instant now() {
      return Instant.EPOCH.plus(elapsed());
    }

    @Override
    public Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - start).multipliedBy(1000);
    }

    @Override
    public void sleep(Duration duration) {
      throw new AssertionError("nobody sleeps here");
    }

    @Override
    public Duration onMachine(Duration duration) {
      return duration.dividedBy(1000);
    }
  }

  @Test
  void tellsThoseWhoLookForAFaultOfEachCallAndEachFurtherAttempt() {
    List<String> details = new ArrayList<>();
    try (WaitReporter debugging = new WaitReporter(time, this::print, details::add)) {
      Retry debugged = new Retry(time, () -> 0.5).reporting(debugging);
      AtomicInteger calls = new AtomicInteger();

      debugged.call(
          RetryPolicy.CALLS.within(Duration.ofMinutes(1)),
          IllegalStateException.class::isInstance,
          () ->
              debugged.attempt(SPANNER, () -> calls.getAndIncrement() == 0 ? broken(2) : slow(1)));
    }

    assertThat(details).hasSize(3);
    assertThat(details.getFirst())
        .isEqualTo(
            "Spanner at https://spanner.googleapis.com failed after 2000 ms (attempt 1): reset");
    assertThat(details.get(1)).matches("Attempt 2 in \\d+ ms");
    assertThat(details.getLast())
        .isEqualTo("Spanner at https://spanner.googleapis.com answered after 1000 ms");
    assertThat(lines).isEmpty();
  }
}
