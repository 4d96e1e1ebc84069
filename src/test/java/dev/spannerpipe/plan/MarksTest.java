package dev.spannerpipe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarksTest {
  private static final int SIZE = 3;

  private static List<Step> steps(int count) {
    return ChangeSets.of(
            "a",
            IntStream.rangeClosed(1, count)
                .mapToObj(i -> "UPDATE t SET v = " + i + " WHERE true")
                .toArray(String[]::new))
        .steps();
  }

  private static List<String> kinds(List<String> marks) {
    return marks.stream()
        .map(mark -> mark.startsWith("…") ? mark.split(" ", -1)[1] : mark.replaceAll("\\D", ""))
        .toList();
  }

  @Test
  void keepsTheLatestStepsInFullAndFoldsTheOlderOnes() {
    assertThat(kinds(Marks.extended(List.of(), steps(5), SIZE)))
        .containsExactly("1", "2", "3", "4", "5");
    assertThat(kinds(Marks.extended(List.of(), steps(6), SIZE)))
        .containsExactly("3", "4", "5", "6");
    assertThat(kinds(Marks.extended(List.of(), steps(12), SIZE)))
        .containsExactly("3", "3", "3", "10", "11", "12");
    assertThat(kinds(Marks.extended(List.of(), steps(22), SIZE)))
        .containsExactly("9", "3", "3", "3", "19", "20", "21", "22");
  }

  @Test
  void givesTheSameLinesInOneGoAndStepByStep() {
    List<Step> steps = steps(100);
    List<String> marks = List.of();
    for (Step step : steps) {
      marks = Marks.extended(marks, List.of(step), SIZE);
    }

    assertThat(marks).isEqualTo(Marks.extended(List.of(), steps, SIZE));
    assertThat(Marks.count(marks)).isEqualTo(100);
  }

  @Test
  void hasRoomForAMillionStepsInFarLessThanACell() {
    String longest = "UPDATE t SET v = '" + "x".repeat(3_950) + "' WHERE true";
    List<Step> steps = ChangeSets.of("a", longest).steps();
    List<String> marks = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      marks = new ArrayList<>(Marks.extended(marks, steps, RequestLimits.SPANNER.marks()));
    }
    List<Step> thousands = IntStream.range(0, 20_000).mapToObj(_ -> steps(1).getFirst()).toList();
    List<String> many = Marks.extended(List.of(), thousands, RequestLimits.SPANNER.marks());

    assertThat(String.join("", marks)).hasSizeLessThan(220_000);
    assertThat(many).hasSizeLessThan(4 * 2 * RequestLimits.SPANNER.marks());
  }

  @Test
  void findsTheLinesThatNoLongerFit() {
    List<Step> steps = steps(22);
    List<String> marks = Marks.extended(List.of(), steps, SIZE);

    assertThat(Marks.firstDifference(marks, steps)).isEmpty();
    assertThat(Marks.firstDifference(marks, steps(30))).isEmpty();
    assertThat(Marks.firstDifference(marks, edited(steps, 4)))
        .get()
        .extracting(Marks.Difference::from, Marks.Difference::to)
        .containsExactly(0, 9);
    assertThat(Marks.firstDifference(marks, edited(steps, 16)))
        .get()
        .extracting(Marks.Difference::from, Marks.Difference::to)
        .containsExactly(15, 18);
    assertThat(Marks.firstDifference(marks, edited(steps, 20)))
        .get()
        .extracting(Marks.Difference::from, Marks.Difference::to)
        .containsExactly(20, 21);
    assertThat(Marks.firstDifference(marks, steps(21)))
        .get()
        .extracting(Marks.Difference::from, Marks.Difference::now)
        .containsExactly(21, "(nothing)");
    assertThat(Marks.firstDifference(marks, steps(8)))
        .get()
        .extracting(Marks.Difference::from, Marks.Difference::now)
        .containsExactly(0, "(nothing)");
  }

  private static List<Step> edited(List<Step> steps, int index) {
    List<Step> edited = new ArrayList<>(steps);
    edited.set(index, ChangeSets.of("a", "DELETE FROM t WHERE true").steps().getFirst());
    return edited;
  }
}
