package dev.spannerpipe.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.testing.FastTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How long calls may take, and how often they are tried.
class RetryTest {
  private final FastTime time = new FastTime(Instant.EPOCH, Duration.ofSeconds(10));

  private Retry limitedTo(int seconds) {
    return new Retry(time, () -> 1, Optional.of(Duration.ofSeconds(seconds)));
  }

  private int attempts(Retry retry, int secondsEach) {
    List<Duration> attempts = new ArrayList<>();
    assertThatThrownBy(
            () ->
                retry.call(
                    RetryPolicy.CALLS,
                    _ -> true,
                    () -> {
                      attempts.add(time.elapsed());
                      time.sleep(Duration.ofSeconds(secondsEach));
                      throw new IllegalStateException("reset");
                    }))
        .hasMessage("reset");
    return attempts.size();
  }

  @Test
  void triesForTwoMinutesWhereTheRunHasTime() {
    assertThat(attempts(new Retry(time, () -> 1), 30)).isEqualTo(4);
    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(10 + 120 + 30));
  }

  @Test
  void beginsNothingAfterTheEndOfTheRun() {
    attempts(limitedTo(60), 20);

    assertThat(time.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(80));
  }

  @Test
  void beginsNothingThatTheEndOfTheRunWouldOnlyCutOff() {
    List<Duration> attempts = new ArrayList<>();
    Duration end = Duration.ofSeconds(11);
    Retry retry = new Retry(time, () -> 0, Optional.of(end));

    assertThatThrownBy(
            () ->
                retry.call(
                    RetryPolicy.CALLS,
                    _ -> true,
                    () -> {
                      attempts.add(end.minus(time.elapsed()));
                      time.sleep(Duration.ofMillis(300));
                      throw new IllegalStateException("attempt " + attempts.size());
                    }))
        .hasMessage("attempt 3");

    assertThat(attempts).extracting(Duration::toMillis).containsExactly(1000L, 700L, 400L);
  }

  @Test
  void endsEachCallWithTheRun() {
    assertThat(limitedTo(60).limit(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
    time.sleep(Duration.ofSeconds(45));
    assertThat(limitedTo(60).limit(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void givesEachCallOfTheOrderlyEndASecond() {
    time.sleep(Duration.ofSeconds(50));
    assertThat(limitedTo(60).limit(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(1));
    time.sleep(Duration.ofSeconds(10));
    assertThat(limitedTo(60).limit(Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void leavesNoTimeToWaitAfterTheEnd() {
    assertThat(limitedTo(60).deadline().atMost(Duration.ofSeconds(80)))
        .isEqualTo(Duration.ofSeconds(50));
    time.sleep(Duration.ofSeconds(51));
    assertThat(limitedTo(60).deadline().atMost(Duration.ofSeconds(80))).isZero();
    assertThat(limitedTo(60).deadline().isOver()).isTrue();
  }

  @Test
  void takesTheEarlierOfTwoEnds() {
    Retry retry = limitedTo(60);

    assertThat(retry.until(Duration.ofSeconds(20)).limit(Duration.ofSeconds(30)))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(retry.until(Duration.ofSeconds(90)).limit(Duration.ofMinutes(5)))
        .isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void hasNoEndUnlessItIsGivenOne() {
    assertThat(new Retry(time, () -> 1).limit(Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
  }
}
