package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A change set of three statements whose second one is refused: the first stays, and what may
/// follow.
@Concurrent
class HalfFinishedIT extends WholeTool {
  private static final String TABLE =
      "CREATE TABLE H (Id INT64 NOT NULL, A INT64) PRIMARY KEY (Id);";
  private static final String EDITED =
      "CREATE TABLE H (Id INT64 NOT NULL, B INT64) PRIMARY KEY (Id);";
  private static final String LAST = "CREATE TABLE H2 (Id INT64 NOT NULL) PRIMARY KEY (Id);";
  private static final String RESOLVED =
      "✔ The half-finished change set changelog.sql::half::ann is recorded as %s; COMMAND=apply continues"
          + " from there.";

  @BeforeEach
  void stopHalfWay() {
    workspace.withSql(table(1) + half(TABLE, "CREATE INDEX HX ON H(Nope);") + table(2));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::half::ann at changelog.sql:6: Spanner"
                + " rejected statement 2 of 3, `CREATE INDEX HX ON H(Nope)`: Index HX specifies key"
                + " column Nope which does not exist in the index's base table. 1 change set of this"
                + " run was applied, and the first statement of this change set. "
                + CORRECT);
    assertThat(history()).containsExactly("1");
    assertInOrder(result);
  }

  private static String half(String table, String index) {
    return changeSet("half", table, index, LAST);
  }

  private Result resolve(String as) {
    return pipe.with("COMMAND", "resolve")
        .with("RESOLVE_INTENT", "1.2")
        .with("RESOLVE_AS", as)
        .run();
  }

  private void assertFinished() {
    Result result = pipe.run();
    assertThat(result.exitCode()).isZero();
    assertInOrder(result);
    assertThat(history()).containsExactly("1", "half", "2");
    assertThat(database.rows("SELECT Id FROM SPANNER_PIPE_CURSOR")).isEmpty();
  }

  @Test
  void goesOnWhereTheTailIsCorrected() {
    workspace.withSql(table(1) + half(TABLE, "CREATE INDEX HX ON H(A);") + table(2));

    assertFinished();
  }

  @Test
  void onlyWritesTheHistoryRowWhereTheTailIsGone() {
    workspace.withSql(table(1) + changeSet("half", TABLE) + table(2));

    assertFinished();
  }

  @Test
  void refusesToGoOnWhereTheAppliedPartIsEdited() {
    workspace.withSql(table(1) + half(EDITED, "CREATE INDEX HX ON H(A);") + table(2));
    String message =
        "✖ Could not continue the half-finished change set changelog.sql::half::ann"
            + " (changelog.sql:4): statement 1 was applied as `CREATE TABLE H (Id INT64 NOT NULL, A"
            + " INT64) PRIMARY KEY (Id)`, but the changelog now has `CREATE TABLE H (Id INT64 NOT"
            + " NULL, B INT64) PRIMARY KEY (Id)`. Restore the applied statement and run again; or record the state of the database with COMMAND=resolve, RESOLVE_INTENT=1.2 and"
            + " RESOLVE_AS=applied, applied:<number of the first statements that are applied> or"
            + " not-applied.";

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine()).isEqualTo(message);
    assertInOrder(result);

    Result status = pipe.run("status");
    assertThat(status.exitCode()).isEqualTo(5);
    assertThat(status.lastLine()).isEqualTo(message);

    workspace.withSql(table(1) + half(TABLE, "CREATE INDEX HX ON H(A);") + table(2));
    assertFinished();
  }

  @Test
  void goesOnAfterAsManyStatementsAsAPersonSays() {
    workspace.withSql(table(1) + half(EDITED, "CREATE INDEX HX ON H(A);") + table(2));

    Result resolved = resolve("applied:1");

    assertThat(resolved.exitCode()).isZero();
    assertThat(resolved.lastLine()).isEqualTo(RESOLVED.formatted("applied:1"));
    assertInOrder(resolved);
    String runId = workspace.lastRun(database.name()).getFirst().text("runId").orElseThrow();
    assertThat(database.rows("SELECT RunId FROM SPANNER_PIPE_CURSOR"))
        .containsExactly(java.util.List.of(runId));
    assertFinished();
    assertThat(database.ddl()).anyMatch(statement -> statement.contains("TABLE H2"));
  }

  @Test
  void recordsTheChangeSetWhereAPersonSaysThatAllIsApplied() {
    workspace.withSql(table(1) + half(EDITED, "CREATE INDEX HX ON H(A);") + table(2));

    Result resolved = resolve("applied");

    assertThat(resolved.exitCode()).isZero();
    assertThat(resolved.lastLine()).isEqualTo(RESOLVED.formatted("applied"));
    assertInOrder(resolved);
    assertThat(history()).containsExactly("1", "half");
    assertFinished();
    assertThat(database.ddl()).noneMatch(statement -> statement.contains("TABLE H2"));

    Result again = resolve("applied");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.lastLine())
        .isEqualTo(
            "✖ Could not resolve intent 1.2: nothing is open or half-finished in this database. Run"
                + " COMMAND=apply: there is nothing to resolve.");
    assertInOrder(again);
  }

  @Test
  void startsAgainWhereAPersonSaysThatNothingIsApplied() {
    workspace.withSql(table(1) + half(EDITED, "CREATE INDEX HX ON H(B);") + table(2));
    database.execute("DROP TABLE H");

    Result resolved = resolve("not-applied");

    assertThat(resolved.exitCode()).isZero();
    assertThat(resolved.lastLine()).isEqualTo(RESOLVED.formatted("not-applied"));
    assertFinished();
    assertThat(database.ddl()).anyMatch(statement -> statement.contains("INDEX HX"));
  }

  @Test
  void refusesMoreStatementsThanThereAre() {
    Result resolved = resolve("applied:9");

    assertThat(resolved.exitCode()).isEqualTo(2);
    assertThat(resolved.lastLine())
        .isEqualTo(
            "✖ Could not resolve intent 1.2: RESOLVE_AS=applied:9, but it has only 3 statements. Set"
                + " RESOLVE_AS to applied, applied:<number of the first statements that are applied>"
                + " or not-applied.");
    assertInOrder(resolved);
  }

  @Test
  void stopsWhereTheChangeSetIsGone() {
    workspace.withSql(table(1) + table(2));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not plan: change set changelog.sql::half::ann is half-finished (1 statement"
                + " applied, the last one `CREATE TABLE H (Id INT64 NOT NULL, A INT64) PRIMARY"
                + " KEY (Id)`), but it is not pending in this changelog. Put the change set back into"
                + " the changelog and run again; or discard its half-finished state with COMMAND=resolve,"
                + " RESOLVE_INTENT=1.2 and RESOLVE_AS=not-applied.");
    assertInOrder(result);

    Result wrong = resolve("applied");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.lastLine())
        .isEqualTo(
            "✖ Could not resolve the half-finished change set changelog.sql::half::ann: the"
                + " changelog does not have it. Put the change set back, or set"
                + " RESOLVE_AS=not-applied to delete its progress.");
    assertInOrder(wrong);

    Result givenUp =
        pipe.run(
            "resolve",
            "--changelog-file=changelog.sql",
            "--resolve-intent=1.2",
            "--resolve-as=not-applied");
    assertThat(givenUp.exitCode()).isZero();
    apply();
    assertThat(history()).containsExactly("1", "2");
  }
}
