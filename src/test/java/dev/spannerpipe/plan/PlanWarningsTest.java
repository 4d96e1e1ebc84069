package dev.spannerpipe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanWarningsTest {
  private static List<String> of(int problems) {
    List<ChangelogProblem> found =
        IntStream.rangeClosed(1, problems)
            .mapToObj(
                line ->
                    new ChangelogProblem(
                        new SourceLocation("a.sql", line),
                        "a.sql:" + line + " is odd",
                        "Write it otherwise",
                        Set.of(),
                        ChangelogProblem.Effect.WARNING))
            .toList();
    Changelog changelog = new Changelog(List.of(), Set.of(), Optional.empty(), Map.of(), found);
    return PlanWarnings.of(
        Planner.plan(
            Dialect.GOOGLE_STANDARD_SQL, changelog, List.of(), Optional.empty(), Optional.empty()));
  }

  @Test
  void haveALineForEachOfAFewOddThings() {
    assertThat(of(2))
        .containsExactly(
            "a.sql:1 is odd. Write it otherwise", "a.sql:2 is odd. Write it otherwise");
    assertThat(of(20)).hasSize(20);
  }

  @Test
  void countTheRestOfMany() {
    assertThat(of(23))
        .hasSize(21)
        .endsWith(
            "a.sql:20 is odd. Write it otherwise",
            "The changelog has 3 more warnings; COMMAND=status lists all");
  }
}
