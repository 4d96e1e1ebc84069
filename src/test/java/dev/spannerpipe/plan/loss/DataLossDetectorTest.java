package dev.spannerpipe.plan.loss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.FakeSchema;
import dev.spannerpipe.plan.FixedCondition;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.UnfinishedDeployment;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataLossDetectorTest {
  private final FakeSchema schema = new FakeSchema();
  private Dialect dialect = Dialect.GOOGLE_STANDARD_SQL;

  private List<String> losses(ChangeSet... changeSets) {
    return losses(List.of(), Optional.empty(), Optional.empty(), changeSets);
  }

  private List<String> losses(
      List<HistoryRow> history,
      Optional<Cursor> cursor,
      Optional<UnfinishedDeployment> begun,
      ChangeSet... changeSets) {
    Changelog changelog = changelog(changeSets);
    Plan plan = Planner.plan(dialect, changelog, history, cursor, begun);
    return new DataLossDetector(dialect, schema)
        .assess(plan).losses().stream().map(DataLoss::clause).toList();
  }

  private static Changelog changelog(ChangeSet... changeSets) {
    return new Changelog(List.of(changeSets), Set.of(), Optional.empty());
  }

  private List<String> losses(String... statements) {
    return losses(ChangeSets.of("1", statements));
  }

  @Test
  void namesKindObjectAndPlace() {
    Changelog changelog = changelog(ChangeSets.of("1", "SELECT 1", "ALTER TABLE T DROP COLUMN C"));
    Plan plan = Planner.plan(dialect, changelog, List.of(), Optional.empty(), Optional.empty());

    List<DataLoss> losses = new DataLossDetector(dialect, schema).assess(plan).losses();

    assertThat(losses)
        .containsExactly(
            new DataLoss(
                DataLoss.Kind.DROP_COLUMN,
                "column c of t",
                new ChangeSetId("schema.sql", "1", "ann"),
                new SourceLocation("schema.sql", 3),
                "drops the column c of t"));
    assertThat(losses.getFirst().text())
        .isEqualTo("change set schema.sql::1::ann at schema.sql:3 drops the column c of t");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aFreshDatabaseRunsItsWholeHistory(Dialect each) {
    dialect = each;

    assertThat(
            losses(
                "CREATE TABLE a (id INT64, c STRING(20))",
                "CREATE TABLE IF NOT EXISTS b (id INT64)",
                "CREATE SEQUENCE q",
                "CREATE SCHEMA s",
                "CREATE CHANGE STREAM cs FOR a",
                "CREATE PROTO BUNDLE (x.Y)",
                "ALTER TABLE a ADD COLUMN d INT64",
                "ALTER TABLE a ALTER COLUMN c STRING(10)",
                "ALTER TABLE a DROP COLUMN d",
                "ALTER TABLE a ADD ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 1 DAY))",
                "ALTER TABLE a SOMETHING NEW",
                "DELETE FROM a WHERE true",
                "WITH x AS (SELECT 1) DELETE FROM a WHERE true",
                "ALTER TABLE a RENAME TO z",
                "DROP TABLE z",
                "DROP TABLE IF EXISTS b",
                "DROP SEQUENCE q",
                "DROP SCHEMA s",
                "ALTER CHANGE STREAM cs SET OPTIONS (retention_period = '1h')",
                "DROP CHANGE STREAM cs",
                "DROP PROTO BUNDLE"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatTheStatementsCreateIsTheirsAlsoOnAnotherTable(Dialect each) {
    dialect = each;
    schema.with("old", "id", "INT64");

    assertThat(
            losses(
                "ALTER TABLE old ADD COLUMN c STRING(20)",
                "ALTER TABLE old ADD COLUMN IF NOT EXISTS d INT64",
                "ALTER TABLE old ALTER COLUMN c STRING(10)",
                "ALTER TABLE old DROP COLUMN c",
                "ALTER TABLE old DROP COLUMN d",
                "ALTER TABLE old DROP COLUMN id"))
        .containsExactly("drops the column id of old");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWasThereBeforeIsLost(Dialect each) {
    dialect = each;
    schema.with("old", "id", "INT64").with("old", "d", "INT64");

    assertThat(
            losses(
                "CREATE TABLE IF NOT EXISTS old (id INT64)",
                "ALTER TABLE old ADD COLUMN IF NOT EXISTS d INT64",
                "ALTER TABLE old DROP COLUMN d",
                "DELETE FROM old WHERE true",
                "DROP TABLE old"))
        .containsExactly("drops the column d of old", "deletes rows of old", "drops the table old");
  }

  @Test
  void aCreationThatMayNotHappenProvesNothing() {
    schema.with("old", "id", "INT64");
    ChangeSet drop = ChangeSets.of("drop", "DROP TABLE old", "DROP TABLE young", "DROP SEQUENCE q");

    assertThat(
            losses(
                ChangeSets.tolerated("old", "CREATE TABLE old (id INT64)"),
                ChangeSets.tolerated("young", "CREATE TABLE young (id INT64)"),
                drop))
        .containsExactly("drops the table old", "drops the sequence q");
    assertThat(
            losses(
                ChangeSets.guarded(
                    "old",
                    new FixedCondition(true, new Precondition.Outcome.Run("")),
                    "CREATE TABLE old (id INT64)"),
                drop))
        .containsExactly("drops the table old", "drops the table young", "drops the sequence q");
  }

  @Test
  void aDroppedAndACreatedTableAreTwo() {
    assertThat(losses("DROP TABLE t", "CREATE TABLE t (id INT64)", "DROP TABLE t"))
        .containsExactly("drops the table t");
    assertThat(losses("CREATE TABLE t (id INT64)", "DROP TABLE t", "DROP TABLE t"))
        .containsExactly("drops the table t");
  }

  @Test
  void aRenamedTableStaysWhatItWas() {
    schema.with("old", "c", "STRING(20)");

    assertThat(
            losses(
                "CREATE TABLE new (c STRING(20))",
                "RENAME TABLE old TO spare, new TO old",
                "DROP TABLE old",
                "DROP TABLE spare"))
        .containsExactly("drops the table spare");
    assertThat(
            losses(
                "CREATE TABLE t (c STRING(20))",
                "DROP TABLE t",
                "ALTER TABLE old RENAME TO t",
                "DELETE FROM t WHERE true"))
        .containsExactly("deletes rows of t");
    assertThat(
            losses(
                "CREATE TABLE t (c STRING(20))",
                "ALTER TABLE t RENAME TO u, ADD SYNONYM t",
                "DELETE FROM t WHERE true",
                "ALTER TABLE old ADD SYNONYM s",
                "DELETE FROM s WHERE true"))
        .containsExactly("deletes rows of s");
  }

  @Test
  void theOldNameOfARenamedTableIsNotItsOwn() {
    assertThat(losses("CREATE TABLE t (id INT64)", "ALTER TABLE t RENAME TO u", "DROP TABLE t"))
        .containsExactly("drops the table t");
  }

  @Test
  void aRenameThatMayFailProvesNothing() {
    assertThat(
            losses(
                ChangeSets.of("1", "CREATE TABLE a (id INT64)"),
                ChangeSets.tolerated("2", "RENAME TABLE a TO b"),
                ChangeSets.of("3", "DROP TABLE a", "DROP TABLE b")))
        .containsExactly("drops the table a", "drops the table b");
  }

  @Test
  void aRenamedAndNarrowedTableIsNarrowed() {
    schema.with("old", "c", "STRING(20)");

    assertThat(losses("RENAME TABLE old TO t", "ALTER TABLE t ALTER COLUMN c STRING(10)"))
        .containsExactly("narrows column c of t from STRING(20) to string(10)");
    assertThat(losses("ALTER TABLE old RENAME TO t", "ALTER TABLE t ALTER COLUMN c STRING(30)"))
        .isEmpty();
    dialect = Dialect.POSTGRESQL;
    schema.with("old", "c", "character varying(20)");
    assertThat(
            losses(
                "ALTER TABLE public.old RENAME WITH SYNONYM TO t",
                "ALTER TABLE t ALTER COLUMN c TYPE varchar(10)"))
        .containsExactly("narrows column c of t from character varying(20) to varchar(10)");
  }

  @Test
  void aColumnOfWhichNothingIsKnownMayBeNarrowed() {
    assertThat(losses("ALTER TABLE t ALTER COLUMN c STRING(10)"))
        .containsExactly(
            "may narrow column c of t to string(10): the current type of the column is not known");
  }

  @Test
  void deletingFromANewTableMayDeleteFromAnOldOne() {
    assertThat(
            losses(
                "CREATE TABLE parent (id INT64)",
                "ALTER TABLE old ADD FOREIGN KEY (p) REFERENCES parent (id) ON DELETE CASCADE",
                "DELETE FROM parent WHERE true"))
        .containsExactly("deletes rows of parent");
  }

  @Test
  void theTablesOfPostgreSqlDifferInCase() {
    dialect = Dialect.POSTGRESQL;

    assertThat(losses("CREATE TABLE \"T\" (id bigint)", "DROP TABLE t", "DROP TABLE \"T\""))
        .containsExactly("drops the table t");
    assertThat(losses("CREATE TABLE public.t (id bigint)", "DROP TABLE t")).isEmpty();
    assertThat(losses("CREATE TABLE t (id bigint)", "DROP TABLE t, u"))
        .containsExactly("drops the table t");
    assertThat(losses("ALTER TABLE t ADD COLUMN \"C\" bigint", "ALTER TABLE t DROP COLUMN c"))
        .containsExactly("drops the column c of t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'1h'", "'59m'", "null", "'soon'"})
  void aShorterRetentionPeriodIsALoss(String period) {
    schema.withRetention("7d");
    String then =
        switch (period) {
          case "'59m'" -> "59 min";
          case "'soon'" -> "0 h";
          default -> "1 h";
        };
    String loss = "shortens the retention period of the database d from 168 h to " + then;

    assertThat(losses("ALTER DATABASE d SET OPTIONS (version_retention_period = " + period + ")"))
        .containsExactly(loss);
    dialect = Dialect.POSTGRESQL;
    assertThat(losses("ALTER DATABASE d SET spanner.version_retention_period = " + period))
        .containsExactly(loss);
  }

  @Test
  void aLongerRetentionPeriodIsNone() {
    assertThat(losses("ALTER DATABASE d SET OPTIONS (version_retention_period = '1h')")).isEmpty();
    schema.withRetention("1d");
    assertThat(losses("ALTER DATABASE d SET OPTIONS (version_retention_period = '24h')")).isEmpty();
    assertThat(losses("ALTER CHANGE STREAM s SET OPTIONS (retention_period = '2d')")).isEmpty();
    schema.withRetention("7d");
    assertThat(losses("ALTER CHANGE STREAM s SET OPTIONS (retention_period = '36h')"))
        .containsExactly("shortens the retention period of the change stream s from 168 h to 36 h");
  }

  @Test
  void whatTheContinuedDeploymentCreatedLosesNothing() {
    schema.with("a", "id", "INT64").with("b", "id", "INT64").with("c", "id", "INT64");
    ChangeSet first = ChangeSets.of("1", "CREATE TABLE IF NOT EXISTS a (id INT64)");
    ChangeSet second = ChangeSets.of("2", "CREATE TABLE b (id INT64)", "DROP TABLE a");
    ChangeSet third = ChangeSets.of("3", "DROP TABLE b", "DROP TABLE c");
    ChangeSet[] all = {first, second, third};
    String digest = digest(all);
    List<HistoryRow> history = List.of(ChangeSets.applied(first, 1, "9:1", "d1"));
    Optional<Cursor> half =
        Optional.of(
            new Cursor(
                second.identity(),
                Cursor.Direction.APPLY,
                "1.1",
                List.of(Cursor.mark(second.steps().getFirst()))));

    assertThat(losses(history, half, Optional.of(new UnfinishedDeployment(digest, "d1")), all))
        .containsExactly("drops the table c");
    assertThat(losses(history, half, Optional.of(new UnfinishedDeployment(digest, "d2")), all))
        .containsExactly("drops the table a", "drops the table b", "drops the table c");
    assertThat(losses(history, half, Optional.empty(), all))
        .containsExactly("drops the table a", "drops the table b", "drops the table c");
  }

  @Test
  void whatWasOnlyMarkedAsRunCreatedNothing() {
    schema.with("a", "id", "INT64");
    ChangeSet first = ChangeSets.of("1", "CREATE TABLE a (id INT64)");
    ChangeSet second = ChangeSets.of("2", "DROP TABLE a");
    HistoryRow row = ChangeSets.applied(first, 1, "9:1", "d1");
    HistoryRow marked =
        new HistoryRow(
            row.changeSet(),
            row.dateExecuted(),
            row.orderExecuted(),
            HistoryRow.ExecType.MARK_RAN,
            row.checksum(),
            null,
            null,
            null,
            null,
            null,
            null,
            "d1");
    Optional<UnfinishedDeployment> begun =
        Optional.of(new UnfinishedDeployment(digest(first, second), "d1"));

    assertThat(losses(List.of(row), Optional.empty(), begun, first, second)).isEmpty();
    assertThat(losses(List.of(marked), Optional.empty(), begun, first, second))
        .containsExactly("drops the table a");
  }

  private String digest(ChangeSet... changeSets) {
    return Planner.plan(
            dialect, changelog(changeSets), List.of(), Optional.empty(), Optional.empty())
        .digest();
  }

  @Test
  void knowsForStatementsMadeLaterWhatWasThereBeforeThePlan() {
    schema.with("old", "c", "STRING(20)");
    List<String> made = List.of("ALTER TABLE old ALTER COLUMN c STRING(10)");
    SourceLocation location = new SourceLocation("schema.sql", 7);
    Step.Live early = new Step.Live("retype old.c", location, _ -> List.of());
    Step.Live late = new Step.Live("retype old.c again", location, _ -> List.of());
    ChangeSet retypes = ChangeSets.withSteps("2", List.of(early));
    ChangeSet retypesAgain = ChangeSets.withSteps("4", List.of(late));
    Plan plan =
        Planner.plan(
            dialect,
            changelog(
                ChangeSets.of("1", "CREATE TABLE IF NOT EXISTS old (c STRING(20))"),
                retypes,
                ChangeSets.of("3", "RENAME TABLE old TO spare", "CREATE TABLE old (c STRING(20))"),
                retypesAgain),
            List.of(),
            Optional.empty(),
            Optional.empty());
    DataLossDetector detector = new DataLossDetector(dialect, schema);

    assertThat(detector.assess(plan).losses()).isEmpty();
    assertThat(detector.of(retypes, early, made))
        .extracting(DataLoss::text)
        .containsExactly(
            "change set schema.sql::2::ann at schema.sql:7 narrows column c of old from STRING(20)"
                + " to string(10)");
    assertThat(detector.of(retypesAgain, late, made)).isEmpty();
  }

  @Test
  void knowsForStatementsMadeLaterWhatThePlanCreatedUnlessItWasThere() {
    Step.Live step = new Step.Live("retype", new SourceLocation("schema.sql", 7), _ -> List.of());
    ChangeSet retypes = ChangeSets.withSteps("2", List.of(step));
    Plan plan =
        Planner.plan(
            dialect,
            changelog(
                ChangeSets.of("1", "CREATE TABLE IF NOT EXISTS young (c STRING(20))"), retypes),
            List.of(),
            Optional.empty(),
            Optional.empty());
    DataLossDetector detector = new DataLossDetector(dialect, schema);
    detector.assess(plan);

    schema.with("young", "c", "STRING(20)");

    assertThat(detector.of(retypes, step, List.of("ALTER TABLE young ALTER COLUMN c STRING(10)")))
        .isEmpty();
  }

  @Test
  void replacingARowDeletionPolicyLosesRowsOnlyWhereTheyGoEarlier() {
    schema.withRowDeletion("t", "OLDER_THAN(At, INTERVAL 30 DAY)");

    assertThat(losses(replaced("at", "30 DAY"), replaced("`AT`", "31 DAY"))).isEmpty();
    assertThat(losses(replaced("at", "29 DAY")))
        .containsExactly("lets rows of t expire after 29 days instead of 30");
    assertThat(
            losses(
                replaced("other", "31 DAY"),
                replaced("at", "31 HOUR"),
                "ALTER TABLE t ADD ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 31 DAY))",
                "ALTER TABLE unknown REPLACE ROW DELETION POLICY (OLDER_THAN(at, INTERVAL 31 DAY))"))
        .containsExactly(
            "lets rows of t expire",
            "lets rows of t expire",
            "lets rows of t expire",
            "lets rows of unknown expire");
    assertThat(losses("ALTER TABLE t DROP ROW DELETION POLICY")).isEmpty();
  }

  private static String replaced(String column, String age) {
    return "ALTER TABLE t REPLACE ROW DELETION POLICY (OLDER_THAN(%s, INTERVAL %s))"
        .formatted(column, age);
  }

  @Test
  void replacingATtlLosesRowsOnlyWhereTheyGoEarlier() {
    dialect = Dialect.POSTGRESQL;
    schema.withRowDeletion("t", "INTERVAL '30 days' ON at");

    assertThat(
            losses(
                "ALTER TABLE t ALTER TTL INTERVAL '30 days' ON at",
                "ALTER TABLE t ALTER TTL INTERVAL '31 DAYS' ON \"at\""))
        .isEmpty();
    assertThat(
            losses(
                "ALTER TABLE t ALTER TTL INTERVAL '1 day' ON at",
                "ALTER TABLE t ALTER TTL INTERVAL '31 days' ON other",
                "ALTER TABLE t ALTER TTL INTERVAL '1 week' ON at",
                "ALTER TABLE t ADD TTL INTERVAL '31 days' ON at"))
        .containsExactly(
            "lets rows of t expire after 1 day instead of 30",
            "lets rows of t expire",
            "lets rows of t expire",
            "lets rows of t expire");
  }

  @Test
  void findsARowDeletionPolicyUnderTheTablesPresentName() {
    schema.withRowDeletion("old", "OLDER_THAN(at, INTERVAL 30 DAY)");

    assertThat(losses("RENAME TABLE old TO t", replaced("at", "40 DAY"))).isEmpty();
    assertThat(losses("RENAME TABLE old TO t", replaced("at", "4 DAY")))
        .containsExactly("lets rows of t expire after 4 days instead of 30");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aDatabaseRoleMakesNothingLookAbsent(Dialect each) {
    dialect = each;
    String[] statements = {
      "CREATE TABLE IF NOT EXISTS t (id INT64)",
      "DROP TABLE t",
      "CREATE SEQUENCE IF NOT EXISTS q",
      "DROP SEQUENCE q",
      "ALTER TABLE old ADD COLUMN IF NOT EXISTS c INT64",
      "ALTER TABLE old DROP COLUMN c"
    };
    assertThat(losses(statements)).isEmpty();

    schema.withRole();

    assertThat(losses(statements))
        .containsExactly("drops the table t", "drops the sequence q", "drops the column c of old");
    assertThat(losses("CREATE TABLE t (id INT64)", "DROP TABLE t")).isEmpty();
  }

  @Test
  void aDatabaseRoleMakesNoRetentionPeriodLookShort() {
    String statement = "ALTER CHANGE STREAM cs SET OPTIONS (retention_period = '2d')";
    assertThat(losses(statement)).isEmpty();

    schema.withRole();

    assertThat(losses(statement))
        .containsExactly(
            "may shorten the retention period of the change stream cs to 48 h: the present period is"
                + " not known");
    schema.withRetention("1d");
    assertThat(losses(statement)).isEmpty();
  }

  @Test
  void asksNothingWhereNothingCouldBeLost() {
    assertThat(
            losses(
                "CREATE TABLE IF NOT EXISTS t (id INT64)",
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT64",
                "INSERT INTO t (id) VALUES (1)"))
        .isEmpty();
    assertThat(schema.queries()).isEmpty();
  }
}
