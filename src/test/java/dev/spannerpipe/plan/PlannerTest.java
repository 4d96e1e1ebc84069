package dev.spannerpipe.plan;

import static dev.spannerpipe.plan.ChangeSets.applied;
import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.text.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlannerTest {
  private static final ChangeSet A =
      ChangeSets.of("a", "CREATE TABLE a (id INT64) PRIMARY KEY (id)");
  private static final ChangeSet B =
      ChangeSets.of(
          "b", "CREATE TABLE b (id INT64) PRIMARY KEY (id)", "INSERT INTO b (id) VALUES (1)");
  private static final ChangeSet C = ChangeSets.of("c", "DROP TABLE a");

  private static Changelog changelog(ChangeSet... changeSets) {
    return new Changelog(List.of(changeSets), Set.of(), Optional.empty());
  }

  private static Plan plan(Changelog changelog, HistoryRow... history) {
    return Planner.plan(
            GOOGLE_STANDARD_SQL, changelog, List.of(history), Optional.empty(), Optional.empty())
        .withoutProblems();
  }

  private static Plan plan(Changelog changelog, Cursor cursor, HistoryRow... history) {
    return Planner.plan(
            GOOGLE_STANDARD_SQL, changelog, List.of(history), Optional.of(cursor), Optional.empty())
        .withoutProblems();
  }

  private static Cursor cursor(ChangeSet changeSet, String... applied) {
    return new Cursor(changeSet.identity(), Cursor.Direction.APPLY, "7.2", List.of(applied));
  }

  private static List<String> ids(List<PlannedChangeSet> pending) {
    return pending.stream()
        .map(
            planned ->
                planned.changeSet().identity().id()
                    + " "
                    + planned.reason()
                    + " "
                    + planned.firstStep())
        .toList();
  }

  @Test
  void plansWhatTheHistoryDoesNotHave() {
    Plan plan = plan(changelog(A, B, C), applied(A, 1));

    assertThat(ids(plan.pending())).containsExactly("b NEW 0", "c NEW 0");
    assertThat(plan.applied()).isEqualTo(1);
    assertThat(plan.unknown()).isEmpty();
    assertThat(plan.outOfOrder()).isEmpty();
  }

  @Test
  void refusesWhatWasEditedAfterItWasApplied() {
    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(changelog(A, B), applied(A, 1, "9:old", "1"), applied(B, 2)))
        .withMessage(
            "Could not plan schema.sql:1: change set schema.sql::a::ann was edited after it was"
                + " applied (its checksum was 9:old and is now 9:a). Restore its text and put the change into a new change set; or,"
                + " if the new text is equivalent, add validCheckSum 9:old to the change set.");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    ChangeSet impossible =
        ChangeSets.refused("c", new ConfigurationFailure("it cannot be done", "Change it"));

    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(
            () ->
                plan(
                    changelog(A, B, impossible),
                    applied(A, 1, "9:old", "1"),
                    applied(B, 2, "9:older", "1")))
        .withMessage(
            "Could not plan the changelog: it has 3 problems. Fix each of them, and run again.")
        .satisfies(
            failure ->
                assertThat(failure.details())
                    .containsExactly(
                        "Could not plan schema.sql:1: change set schema.sql::a::ann was edited"
                            + " after it was applied (its checksum was 9:old and is now 9:a)."
                            + " Restore its text and put the change into a new change set; or,"
                            + " if the new text is equivalent, add validCheckSum 9:old to the change set.",
                        "Could not plan schema.sql:1: change set schema.sql::b::ann was edited"
                            + " after it was applied (its checksum was 9:older and is now 9:b)."
                            + " Restore its text and put the change into a new change set; or,"
                            + " if the new text is equivalent, add validCheckSum 9:older to the change set.",
                        "it cannot be done. Change it."));
  }

  private static ChangelogProblem at(String file, int line, ChangelogProblem.Effect effect) {
    return new ChangelogProblem(
        new SourceLocation(file, line), file + ":" + line, "Correct it", Set.of(), effect);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChangelogProblem.Effect.class,
      names = {"REJECTED", "WARNING"})
  void listsTheProblemsOfAFileByLine(ChangelogProblem.Effect effect) {
    List<ChangelogProblem> found =
        List.of(at("z.sql", 9, effect), at("a.sql", 4, effect), at("z.sql", 2, effect));
    Plan plan =
        Planner.plan(
            GOOGLE_STANDARD_SQL,
            new Changelog(List.of(), Set.of(), Optional.empty(), Map.of(), found),
            List.of(),
            Optional.empty(),
            Optional.empty());

    assertThat(Stream.concat(plan.problems().stream(), plan.warnings().stream()))
        .extracting(ChangelogProblem::description)
        .containsExactly("z.sql:2", "z.sql:9", "a.sql:4");
  }

  /// What a problem with the change set `b` is once `a`, `b` or both are applied.
  @ParameterizedTest
  @CsvSource({
    "REJECTED, rejected, rejected",
    "REJECTED_WHILE_PENDING, rejected, warning",
    "WARNING, warning, warning",
    "WARNING_WHILE_PENDING, warning, nothing",
    "WARNING_ONCE_APPLIED, nothing, warning"
  })
  void weighsAProblemByWhetherItsChangeSetsAreApplied(
      ChangelogProblem.Effect effect, String pending, String applied) {
    ChangelogProblem problem =
        new ChangelogProblem(
            new SourceLocation("schema.sql", 7),
            "it is odd",
            "Write it otherwise",
            Set.of(A.identity(), B.identity()),
            effect);
    Changelog changelog =
        new Changelog(List.of(A, B), Set.of(), Optional.empty(), Map.of(), List.of(problem));

    assertThat(weight(changelog, applied(A, 1))).isEqualTo(pending);
    assertThat(weight(changelog, applied(A, 1), applied(B, 2))).isEqualTo(applied);
  }

  private static String weight(Changelog changelog, HistoryRow... history) {
    Plan plan =
        Planner.plan(
            GOOGLE_STANDARD_SQL, changelog, List.of(history), Optional.empty(), Optional.empty());
    return !plan.problems().isEmpty()
        ? "rejected"
        : !plan.warnings().isEmpty() ? "warning" : "nothing";
  }

  @Test
  void refusesAChangeThatCannotBeDoneOnlyWhileItIsPending() {
    ConfigurationFailure refusal = new ConfigurationFailure("it cannot be done", "Change it");
    ChangeSet refused = ChangeSets.refused("a", refusal);

    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(changelog(refused)))
        .withMessage("it cannot be done. Change it.");
    assertThat(plan(changelog(refused), applied(refused, 1)).pending()).isEmpty();
  }

  @Test
  void rejectsAStatementThatIsTooLongForSpannerOnlyWhileItIsPending() {
    String longest = "INSERT INTO t (v) VALUES ('" + "x".repeat(1_048_576 - 29) + "')";
    ChangeSet fits = ChangeSets.of("a", "INSERT INTO t (v) VALUES ('x')", longest);
    ChangeSet tooLong = ChangeSets.of("a", "INSERT INTO t (v) VALUES ('x')", longest + " ");
    ChangeSet tooManyBytes = ChangeSets.of("a", longest.replaceFirst("x", "ü"));

    assertThat(plan(changelog(fits)).pending()).hasSize(1);
    assertThat(plan(changelog(tooLong), applied(tooLong, 1)).pending()).isEmpty();
    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(changelog(tooLong)))
        .withMessage(
            "Could not plan change set schema.sql::a::ann: its statement at schema.sql:3, `INSERT INTO t (v) VALUES ('%s…`, has 1,048,577 bytes, and Spanner accepts 1,048,576."
                    .formatted("x".repeat(72))
                + " Split the statement into several; if it only inserts rows, use loadData, which splits the rows.");
    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(changelog(tooManyBytes)))
        .withMessageContaining("at schema.sql:2, `INSERT INTO t (v) VALUES ('üxx")
        .withMessageContaining("has 1,048,577 bytes");
  }

  @Test
  void refusesAHalfFinishedChangeSetWhoseFoldedPartWasEdited() {
    List<String> statements = new java.util.ArrayList<>();
    for (int i = 0; i < 60; i++) {
      statements.add("INSERT INTO b (id) VALUES (" + i + ")");
    }
    ChangeSet before = ChangeSets.of("b", statements.toArray(String[]::new));
    List<String> marks = Marks.extended(List.of(), before.steps().subList(0, 55), 25);
    Cursor cursor = new Cursor(before.identity(), Cursor.Direction.APPLY, "7.2", marks);
    statements.set(24, "INSERT INTO b (id) VALUES (100)");
    ChangeSet edited = ChangeSets.of("b", statements.toArray(String[]::new));

    assertThat(ids(plan(changelog(before), cursor).pending()))
        .containsExactly("b HALF_FINISHED 55");
    assertThatExceptionOfType(MigrationFailure.class)
        .isThrownBy(() -> plan(changelog(edited), cursor))
        .withMessage(
            "Could not continue the half-finished change set schema.sql::b::ann (schema.sql:1): the changelog no longer has statements 1 to 25 as they were applied."
                + " Restore the applied statement and run again; or record the state of the database with COMMAND=resolve, RESOLVE_INTENT=7.2 and RESOLVE_AS=applied, applied:<number of the first statements that are applied> or not-applied.");
  }

  @Test
  void refusesTheSameChangeSetUnderAnotherPath() {
    HistoryRow moved = applied(new ChangeSetId("db/schema.sql", "a", "ann"), 1, "9:a", null);

    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(changelog(A), moved))
        .withMessage(
            "Could not plan schema.sql:1: the history has change set a by ann as applied from"
                + " db/schema.sql, but in this changelog its path is schema.sql. Set SEARCH_PATH so that the"
                + " path is db/schema.sql again, or give the file this logicalFilePath.");
  }

  @Test
  void tellsWhatIsUnknownAndWhatComesLate() {
    Plan plan = plan(changelog(A, B), applied(B, 1), applied(C, 2));

    assertThat(ids(plan.pending())).containsExactly("a NEW 0");
    assertThat(plan.outOfOrder()).containsExactly(A);
    assertThat(plan.unknown()).extracting(row -> row.changeSet().id()).containsExactly("c");
  }

  @Test
  void runsAgainWhatAsksForIt() {
    ChangeSet always = ChangeSets.runAlways("always", "SELECT 1");
    ChangeSet changed = ChangeSets.runOnChange("changed", "9:new", "SELECT 2");
    ChangeSet unchanged = ChangeSets.runOnChange("unchanged", "9:same", "SELECT 3");

    Plan plan =
        plan(
            changelog(always, changed, unchanged),
            applied(always, 1),
            applied(changed, 2, "9:old", "1"),
            applied(unchanged, 3, "9:same", "1"));

    assertThat(ids(plan.pending())).containsExactly("always RUN_ALWAYS 0", "changed CHANGED 0");
    assertThat(plan.pending()).allMatch(planned -> planned.execType() == HistoryRow.ExecType.RERAN);
  }

  @Test
  void goesOnWithAHalfFinishedChangeSet() {
    Plan plan = plan(changelog(A, B), cursor(B, B.steps().getFirst().text()), applied(A, 1));

    assertThat(ids(plan.pending())).containsExactly("b HALF_FINISHED 1");
  }

  @Test
  void writesOnlyTheHistoryRowWhereTheTailWasEditedAway() {
    ChangeSet shorter = ChangeSets.of("b", B.steps().getFirst().text());

    Plan plan = plan(changelog(A, shorter), cursor(B, B.steps().getFirst().text()), applied(A, 1));

    assertThat(ids(plan.pending())).containsExactly("b HALF_FINISHED 1");
    assertThat(plan.segments()).extracting(Segment::kind).containsExactly(Segment.Kind.HISTORY);
  }

  @Test
  void refusesAHalfFinishedChangeSetWhoseAppliedPartWasEdited() {
    assertThatExceptionOfType(MigrationFailure.class)
        .isThrownBy(
            () -> plan(changelog(B), cursor(B, "CREATE TABLE other (id INT64) PRIMARY KEY (id)")))
        .withMessage(
            "Could not continue the half-finished change set schema.sql::b::ann (schema.sql:1):"
                + " statement 1 was applied as `CREATE TABLE other (id INT64) PRIMARY KEY (id)`,"
                + " but the changelog now has `CREATE TABLE b (id INT64) PRIMARY KEY (id)`. Restore"
                + " the applied statement and run again; or record the state of the database with COMMAND=resolve, RESOLVE_INTENT=7.2 and RESOLVE_AS=applied, applied:<number of"
                + " the first statements that are applied> or not-applied.");
  }

  @Test
  void refusesToForgetAHalfFinishedChangeSet() {
    assertThatExceptionOfType(MigrationFailure.class)
        .isThrownBy(() -> plan(changelog(A), cursor(B, "CREATE TABLE b")))
        .withMessage(
            "Could not plan: change set schema.sql::b::ann is half-finished (1 statement"
                + " applied, the last one `CREATE TABLE b`), but it is not pending in this"
                + " changelog. Put the change set back into the changelog and run again; or discard its half-finished state with COMMAND=resolve, RESOLVE_INTENT=7.2 and RESOLVE_AS=not-applied.");
  }

  @Test
  void followsConditionsThatNeedNoDatabase() {
    ChangeSet skipped =
        ChangeSets.guarded(
            "skipped", new FixedCondition(false, new Precondition.Outcome.Skip("no")), "SELECT 1");
    ChangeSet marked =
        ChangeSets.guarded(
            "marked",
            new FixedCondition(false, new Precondition.Outcome.MarkRan("there")),
            "SELECT 1");

    Plan plan = plan(changelog(skipped, marked));

    assertThat(ids(plan.pending())).containsExactly("marked MARK_RAN 0");
    assertThat(plan.notices())
        .containsExactly(
            "Change set schema.sql::skipped::ann is skipped and stays pending: no",
            "Change set schema.sql::marked::ann is only marked as run: there");
  }

  @Test
  void haltsBeforeAnythingRuns() {
    ChangeSet halting =
        ChangeSets.guarded(
            "h", new FixedCondition(false, new Precondition.Outcome.Halt("not here")), "SELECT 1");

    assertThatExceptionOfType(MigrationFailure.class)
        .isThrownBy(() -> plan(changelog(A, halting)))
        .withMessage(
            "Could not run change set schema.sql::h::ann (schema.sql:1): its precondition does not"
                + " hold: not here. Make the precondition hold, or set onFail to what should happen if it does not hold, and run again.");
  }

  @Test
  void givesTheSameDigestForTheSamePendingChangeSets() {
    assertThat(plan(changelog(A, B), applied(A, 1)).digest())
        .isEqualTo(plan(changelog(B)).digest());
    assertThat(plan(changelog(A, B)).digest()).isNotEqualTo(plan(changelog(B)).digest());
    assertThat(plan(changelog(B)).digest())
        .isNotEqualTo(plan(changelog(ChangeSets.of("b", "DROP TABLE b"))).digest());
  }

  @Test
  void keepsTheDigestOfAPlanThatGoesOn() {
    Changelog changelog = changelog(A, B, C);
    String digest = plan(changelog).digest();
    HistoryRow done = applied(A, 1, A.checksum(), "2222222222");

    Plan rest =
        Planner.plan(
            GOOGLE_STANDARD_SQL,
            changelog,
            List.of(done),
            Optional.empty(),
            Optional.of(new UnfinishedDeployment(digest, "2222222222")));
    Plan other =
        Planner.plan(
            GOOGLE_STANDARD_SQL,
            changelog(A, B),
            List.of(done),
            Optional.empty(),
            Optional.of(new UnfinishedDeployment(digest, "2222222222")));

    assertThat(rest.digest()).isEqualTo(digest);
    // What the file shows as digested is the whole plan, also while its rest runs.
    assertThat(rest.content()).isEqualTo(plan(changelog).content());
    assertThat(Sha256.of(rest.content().json().canonical())).isEqualTo(digest);
    assertThat(ids(rest.pending())).containsExactly("b NEW 0", "c NEW 0");
    assertThat(other.digest()).isNotEqualTo(digest);
  }

  @Test
  void runsNothingTwiceWithinAPlanThatGoesOn() {
    ChangeSet always = ChangeSets.runAlways("always", "SELECT 1");
    Changelog changelog = changelog(always, B);
    String digest = plan(changelog).digest();
    HistoryRow done = applied(always, 1, always.checksum(), "2222222222");

    Plan rest =
        Planner.plan(
            GOOGLE_STANDARD_SQL,
            changelog,
            List.of(done),
            Optional.empty(),
            Optional.of(new UnfinishedDeployment(digest, "2222222222")));

    assertThat(ids(rest.pending())).containsExactly("b NEW 0");
    assertThat(ids(plan(changelog, done).pending()))
        .containsExactly("always RUN_ALWAYS 0", "b NEW 0");
  }
}
