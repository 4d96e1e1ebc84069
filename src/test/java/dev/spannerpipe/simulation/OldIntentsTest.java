package dev.spannerpipe.simulation;

import static dev.spannerpipe.simulation.Stage.killedAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.simulation.Stage.Ended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What becomes of intents that nobody needs any more, and how an open one is found among them.
class OldIntentsTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final List<ChangeSet> ONE = tables(1);
  private static final List<ChangeSet> TWO = tables(2);
  private static final List<ChangeSet> THREE = tables(3);

  private final Stage stage = Stage.usual();

  private static List<ChangeSet> tables(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i ->
                ChangeSets.of(
                    "" + i, "CREATE TABLE T" + i + " (Id INT64, V INT64) PRIMARY KEY (Id)"))
        .toList();
  }

  private void passes(Duration time) {
    stage.world.timeline.advance(time);
  }

  private static void assertDone(Ended ended) {
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(ExitCode.DONE);
  }

  private List<String> intents() {
    return stage.rows().intents.keySet().stream().map(AttemptId::toString).toList();
  }

  @Test
  void keepsAClosedIntentForThirtyDays() {
    assertDone(stage.run("r1", ONE));
    passes(DAY.multipliedBy(30).minusMinutes(1));

    assertDone(stage.run("r2", TWO));

    assertThat(intents()).containsExactly("1.1", "2.1");
  }

  @Test
  void removesAClosedIntentAfterThirtyDaysWhenItReleasesTheLease() {
    assertDone(stage.run("r1", ONE));
    passes(DAY.multipliedBy(30).plusMinutes(1));

    assertDone(stage.run("r2", ONE));
    List<String> withoutTheLease = intents();
    assertDone(stage.run("r3", TWO));

    assertThat(withoutTheLease).containsExactly("1.1");
    assertThat(intents()).containsExactly("2.1");
  }

  @Test
  void removesAtMostFiveHundredIntentsAtOnceTheOldestFirst() {
    assertDone(stage.run("r1", ONE));
    Intent closed = stage.rows().intents.get(new AttemptId(1, 1));
    for (int number = 2; number <= 1_100; number++) {
      AttemptId id = new AttemptId(1, number);
      stage.rows().intents.put(id, SampleRows.intent(id, Intent.State.CLOSED));
    }
    assertThat(closed.createdAt()).isBefore(stage.world.timeline.now());
    passes(DAY.multipliedBy(31));

    List<Integer> left = new ArrayList<>();
    for (int count = 2; count <= 4; count++) {
      assertDone(stage.run("r" + count, tables(count)));
      left.add(intents().size());
    }

    assertThat(left).containsExactly(601, 102, 3);
    assertThat(intents()).containsExactly("2.1", "3.1", "4.1");
  }

  @Test
  void keepsAnOpenIntentHoweverOldItIs() {
    stage.run("r1", ONE, killedAfter("commit intent"));
    passes(DAY.multipliedBy(40));

    Ended next = stage.run("r2", ONE);

    assertThat(next.exitCode()).as("%s", next).isEqualTo(ExitCode.MIGRATION);
    assertThat(stage.rows().open()).map(Intent::attempt).contains(new AttemptId(1, 1));
    assertThat(stage.rows().closedBefore).isZero();
  }

  @Test
  void findsTheOpenIntentOfAnEpochAfterTheMark() {
    assertDone(stage.run("r1", ONE));
    stage.run("r2", TWO, killedAfter("submit sp_2_1"));

    assertThat(stage.rows().closedBefore).isEqualTo(2);
    passes(DAY);
    Ended next = stage.run("r3", TWO);

    assertDone(next);
    assertThat(next.called("find sp_2_1")).as("%s", next).isTrue();
    assertThat(stage.rows().closedBefore).isEqualTo(4);
  }

  /// An older version of the pipe writes intents, but neither moves the mark nor removes intents.
  @Test
  void findsTheOpenIntentOfAnOlderVersionThatDoesNotMoveTheMark() {
    assertDone(stage.run("r1", ONE));
    assertDone(stage.run("r2", TWO));
    stage.rows().closedBefore = 2;
    stage.run("r3", THREE, killedAfter("submit sp_3_1"));
    passes(DAY);

    Ended next = stage.run("r4", THREE);

    assertDone(next);
    assertThat(next.called("find sp_3_1")).as("%s", next).isTrue();
    assertThat(stage.effects()).hasSize(3);
  }

  @Test
  void findsTheOpenIntentWhereThereIsNoMarkYet() {
    assertDone(stage.run("r1", ONE));
    stage.run("r2", TWO, killedAfter("submit sp_2_1"));
    stage.rows().closedBefore = 0;
    passes(DAY);

    Ended next = stage.run("r3", TWO);

    assertDone(next);
    assertThat(next.called("find sp_2_1")).as("%s", next).isTrue();
    assertThat(stage.effects()).hasSize(2);
  }
}
