package dev.spannerpipe.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.FastTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationPollsTest {
  /// Far from zero: the time counts from the operation's submission, not from the process's start.
  private static final Duration SUBMITTED = Duration.ofHours(1);

  private final FastTime time = new FastTime(Instant.EPOCH, SUBMITTED);

  /// Returns after how many milliseconds each of the first polls comes.
  private List<Long> polls(int number, double random, Optional<Duration> end) {
    OperationPolls polls = new OperationPolls(new Deadline(time, end), () -> random);
    List<Long> moments = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      polls.awaitNext();
      moments.add(time.elapsed().minus(SUBMITTED).toMillis());
    }
    return moments;
  }

  private static List<Long> pauses(List<Long> moments) {
    List<Long> pauses = new ArrayList<>();
    for (int i = 1; i < moments.size(); i++) {
      pauses.add(moments.get(i) - moments.get(i - 1));
    }
    return pauses;
  }

  @Test
  void pollsAfterAQuarterOfASecondAndThenAfterAnEighthOfTheTimeWaited() {
    assertThat(polls(20, 0, Optional.empty()))
        .containsExactly(
            250L, 550L, 850L, 1150L, 1450L, 1750L, 2050L, 2350L, 2650L, 2981L, 3353L, 3773L, 4244L,
            4775L, 5372L, 6043L, 6799L, 7649L, 8605L, 9681L);
  }

  @Test
  void variesThePausesButNotTheFirst() {
    assertThat(polls(12, 0.5, Optional.empty()))
        .containsExactly(
            250L, 587L, 925L, 1262L, 1600L, 1937L, 2275L, 2612L, 2979L, 3398L, 3876L, 4422L);
  }

  @Test
  void neverWaitsLessThan300Milliseconds() {
    assertThat(pauses(polls(8, 0, Optional.empty()))).containsOnly(300L);
  }

  @Test
  void neverWaitsMoreThan10Seconds() {
    List<Long> moments = polls(200, Math.nextDown(1.0), Optional.empty());

    assertThat(pauses(moments)).allMatch(pause -> pause <= 10_000);
    assertThat(moments.getLast() - moments.get(198)).isGreaterThanOrEqualTo(9_999);
  }

  @Test
  void pollsAtTheDeadlineAtTheLatest() {
    assertThat(polls(4, 0, Optional.of(SUBMITTED.plusMillis(700))))
        .containsExactly(250L, 550L, 700L, 700L);
  }
}
