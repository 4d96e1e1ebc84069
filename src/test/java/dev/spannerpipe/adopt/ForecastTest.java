package dev.spannerpipe.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.FixedCondition;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Precondition.Outcome;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Where a replay has to show the schema, and what it may execute at once.
class ForecastTest {
  private static String table(int number) {
    return "CREATE TABLE T%d (Id INT64 NOT NULL) PRIMARY KEY (Id)".formatted(number);
  }

  private static List<PlannedChangeSet> changeSets(String... statements) {
    return Stream.of(statements)
        .map(
            statement ->
                statement.isEmpty() ? ChangeSets.of("none") : ChangeSets.of("one", statement))
        .map(changeSet -> new PlannedChangeSet(changeSet, PlannedChangeSet.Reason.NEW, 0))
        .toList();
  }

  private static Forecast forecast(List<PlannedChangeSet> changeSets, String... live) {
    SchemaModel model = SchemaReader.read(Dialect.GOOGLE_STANDARD_SQL, List.of(live));
    return Forecast.of(
        Dialect.GOOGLE_STANDARD_SQL, changeSets, model, LeftOutTables.of(model, Set.of()));
  }

  @Test
  void needsTheSchemaWhereAllNamesFit() {
    Forecast forecast = forecast(changeSets(table(1), table(2), "", table(3)), table(1), table(2));

    assertThat(forecast.distances()).containsExactly(2, 0, 0, 2);
    assertThat(forecast.edges()).containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void needsTheSchemaAtTheLastNearestPlaceIfNamesFitNowhere() {
    Forecast forecast =
        forecast(changeSets(table(1), table(2), "", table(3)), table(1), table(2), table(9));

    assertThat(forecast.edges()).containsExactly(3);
  }

  @Test
  void cutsPortionsAtEdgesAndAtTwentyFiveStatements() {
    List<PlannedChangeSet> many =
        changeSets(
            IntStream.rangeClosed(1, 60).mapToObj(ForecastTest::table).toArray(String[]::new));

    assertThat(Portion.of(many, Set.of(10))).extracting(Portion::end).containsExactly(10, 35, 60);
    assertThat(Portion.of(many, Set.of(10)).getFirst().whole().rest()).hasSize(10);
  }

  @Test
  void replaysAChangeSetAloneWhosePreconditionQueriesTheDatabase() {
    PlannedChangeSet guarded =
        new PlannedChangeSet(
            ChangeSets.guarded("guarded", new FixedCondition(true, new Outcome.Run("")), table(2)),
            PlannedChangeSet.Reason.NEW,
            0);
    List<PlannedChangeSet> all =
        Stream.of(changeSets(table(1)), List.of(guarded), changeSets(table(3), table(4)))
            .flatMap(List::stream)
            .toList();

    assertThat(Portion.of(all, Set.of())).extracting(Portion::end).containsExactly(1, 2, 4);
  }
}
