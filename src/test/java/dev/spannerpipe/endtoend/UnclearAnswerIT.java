package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerProxy;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Schema operations that are neither accepted nor rejected: the same run finds out what became of
/// them, and a statement that is always answered so is named like a rejected one.
class UnclearAnswerIT extends WholeTool {
  private static final Status INTERNAL = Status.INTERNAL.withDescription("Internal error.");

  private SpannerProxy proxy;
  private PipeRun service;

  @BeforeEach
  void openService() {
    proxy = SpannerProxy.of(EmulatorServer.running().host());
    service =
        pipe.without("SPANNER_EMULATOR_HOST")
            .with("SPANNER_ENDPOINT", "http://" + proxy.address())
            .at(() -> new FastTime(Instant.now(), Duration.ZERO));
    workspace.withSql(create(0));
    apply();
  }

  @AfterEach
  void closeService() {
    proxy.close();
  }

  private String create(int number) {
    return changeSet(String.valueOf(number), statement("T" + number) + ";");
  }

  private String creates(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(this::create).reduce("", String::concat);
  }

  private String statement(String table) {
    return database.either(
        "CREATE TABLE " + table + " (Id INT64 NOT NULL) PRIMARY KEY (Id)",
        "CREATE TABLE " + table + " (id bigint PRIMARY KEY)");
  }

  /// What the emulator answers with INTERNAL though it is a mistake or not supported.
  private String mistake() {
    return database.either(
        "CREATE TABLE Bad (Id INT65 NOT NULL) PRIMARY KEY (Id)",
        "ALTER TABLE t0 ALTER COLUMN id SET NOT NULL");
  }

  private static List<String> ids(int to) {
    return IntStream.rangeClosed(0, to).mapToObj(String::valueOf).toList();
  }

  @Test
  void namesTheStatementThatTheEmulatorAnswersWithAnInternalError() {
    workspace.withSql(creates(0, 12) + changeSet("bad", mistake() + ";") + creates(14, 20));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    // The emulator names a line of its own source, another one in each version.
    assertThat(result.lastLine().replaceAll("\\.cc:\\d+", ".cc:1"))
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::bad::ann at changelog.sql:29: Spanner"
                + " neither accepted nor rejected statement 1 of 1, `"
                + mistake()
                + "`, in two attempts, and it never began: "
                + database.either(
                    "ZETASQL_RET_CHECK failure (backend/schema/updater/ddl_type_conversion.cc:1) false"
                        + " Unrecognized ddl::ColumnDefinition: column_name: \"Id\" type: NONE"
                        + " proto_type_name: \"INT65\" not_null: true",
                    "ZETASQL_RET_CHECK failure (backend/schema/updater/schema_updater.cc:1) type =="
                        + " ddl::AlterTable::AlterColumn::SET_DEFAULT || type =="
                        + " ddl::AlterTable::AlterColumn::DROP_DEFAULT")
                + ". 12 change sets of this run were applied. Check the statement for a misspelled"
                + " type or name and, on an emulator, for syntax that it does not support; correct"
                + " it and run again: the next run skips statements that are already applied.");
    assertThat(history()).isEqualTo(ids(12));
    assertInOrder(result);

    workspace.withSql(creates(0, 12) + creates(14, 20));
    Result corrected = pipe.run();

    assertThat(corrected.lastLine())
        .isEqualTo(
            "✔ Applied 7 change sets to "
                + database.name()
                + " in <duration>; last change set: changelog.sql::20::ann.");
    assertInOrder(corrected);
  }

  @Test
  void sendsOnceMoreWhatNeverBegan() {
    workspace.withSql(creates(0, 2));
    proxy.refuse("UpdateDatabaseDdl", 1, INTERNAL);

    Result result = service.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines())
        .containsSubsequence(
            "WARNING: Schema operation sp_2_1: no clear answer from Spanner, Internal error;"
                + " checking whether it began.",
            "INFO: Schema operation sp_2_1 never began; sending its 2 statements once more.",
            "INFO: Schema operation sp_2_2 submitted: 2 statements.");
    assertThat(proxy.schemaChanges())
        .containsExactly(
            List.of(statement("T1"), statement("T2")),
            List.of("DROP INDEX IF EXISTS SPANNER_PIPE_SPENT"),
            List.of(statement("T1"), statement("T2")));
    assertThat(database.rows("SELECT Result FROM SPANNER_PIPE_INTENT"))
        .contains(List.of("never began, without a clear answer: Internal error."));
    assertThat(history()).isEqualTo(ids(2));
    assertInOrder(result);
  }

  @Test
  void attachesToWhatBeganAllTheSame() {
    workspace.withSql(creates(0, 2));
    proxy.loseAnswer("UpdateDatabaseDdl", Status.UNKNOWN.withDescription("Stream removed"));

    Result result = service.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines())
        .containsSubsequence(
            "WARNING: Schema operation sp_2_1: no clear answer from Spanner, Stream removed;"
                + " checking whether it began.",
            "INFO: Schema operation sp_2_1 found: 2 statements.");
    assertThat(proxy.schemaChanges()).hasSize(2);
    assertThat(history()).isEqualTo(ids(2));
    assertInOrder(result);
  }

  @Test
  void namesTheStatementAtWhichTheConnectionIsLostEachTime() {
    workspace.withSql(creates(0, 5));
    proxy.refuseStatement(
        statement("T4"), Status.UNAVAILABLE.withDescription("Network closed for unknown reason"));

    Result result = service.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::4::ann at changelog.sql:11: Spanner neither"
                + " accepted nor rejected statement 1 of 1, `"
                + statement("T4")
                + "`, in two attempts, and it never began: Network closed for unknown reason. 3"
                + " change sets of this run were applied. Check the connection to Spanner and run"
                + " again: the next run skips statements that are already applied; if the problem"
                + " persists, check the statement.");
    assertThat(result.lines())
        .contains(
            "INFO: Schema operation sp_2_2 never began; bisecting its 5 statements to find the"
                + " failing one.");
    assertThat(history()).isEqualTo(ids(3));
    assertInOrder(result);
  }

  @Test
  void leavesToTheNextRunWhatCannotBeFenced() {
    workspace.withSql(creates(0, 2));
    proxy.refuse("UpdateDatabaseDdl", Integer.MAX_VALUE, INTERNAL);

    Result result = service.run();

    assertThat(result.exitCode()).isEqualTo(8);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not find out what became of operation sp_2_1: Internal error; whether it took"
                + " effect is not known yet. Run again: the next run finds out and continues.");
    assertThat(history()).isEqualTo(ids(0));
    after(result).onRecordInFiles().onRecordInDatabase().leaseGivenBack();

    Result again = pipe.run();

    assertThat(again.exitCode()).isZero();
    assertThat(history()).isEqualTo(ids(2));
    assertInOrder(again);
  }

  @Test
  void namesTheDataChangeAtWhichSpannerHasAnInternalError() {
    workspace.withSql(
        create(0)
            + changeSet(
                "rows", "INSERT INTO T0 (Id) VALUES (1);", "INSERT INTO T0 (Id) VALUES (2);"));
    proxy.failDataChange("VALUES (2)", INTERNAL);

    Result result = service.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::rows::ann at changelog.sql:6: Spanner"
                + " rejected statement 2 of 2, `INSERT INTO T0 (Id) VALUES (2)`: Internal error. No"
                + " change set of this run was applied. "
                + CORRECT);
    assertThat(database.rows("SELECT Id FROM T0")).isEmpty();
    assertInOrder(result);
  }

  /// A database without the book-keeping tables.
  private PipeRun fresh() {
    database = newDatabase();
    workspace.withSql(create(0));
    return PipeRun.in(workspace, database)
        .without("SPANNER_EMULATOR_HOST")
        .with("SPANNER_ENDPOINT", "http://" + proxy.address())
        .at(() -> new FastTime(Instant.now(), Duration.ZERO));
  }

  @Test
  void createsTheBookKeepingTablesAfterAnUnclearAnswer() {
    PipeRun fresh = fresh();
    proxy.refuse("UpdateDatabaseDdl", 2, INTERNAL);

    Result result = fresh.run();

    assertThat(result.exitCode()).isZero();
    assertThat(history()).isEqualTo(ids(0));
    assertInOrder(result);
  }

  @Test
  void findsTheBookKeepingTablesThatAreThereAllTheSame() {
    PipeRun fresh = fresh();
    proxy.loseAnswer("UpdateDatabaseDdl", Status.UNKNOWN.withDescription("Stream removed"));

    Result result = fresh.run();

    assertThat(result.exitCode()).isZero();
    assertThat(history()).isEqualTo(ids(0));
    assertInOrder(result);
  }

  @Test
  void saysThatTheBookKeepingTablesHaveNoClearAnswer() {
    PipeRun fresh = fresh();
    proxy.refuse("UpdateDatabaseDdl", Integer.MAX_VALUE, INTERNAL);

    Result result = fresh.run();

    assertThat(result.exitCode()).isEqualTo(8);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not create the book-keeping tables in "
                + database.resourceName()
                + ": Spanner neither accepted nor rejected them in three attempts, and they are"
                + " missing: Internal error. Run again; if the problem persists, check whether"
                + " other schema changes of the database fail, too.");
    assertThat(proxy.calls().get("UpdateDatabaseDdl")).isEqualTo(3);
  }

  private static final String RUN_AGAIN =
      "Run again: the next run skips statements that are already applied; if the problem persists, check the statement and the data that it processes.";

  private static String insert(int number) {
    return "INSERT INTO T0 (Id) VALUES (" + number + ")";
  }

  private String inserts(int from, int to) {
    return changeSet(
        "rows",
        IntStream.rangeClosed(from, to)
            .mapToObj(number -> insert(number) + ";")
            .toArray(String[]::new));
  }

  @Test
  void findsTheDataChangeToWhichThereIsNeverAnAnswer() {
    workspace.withSql(create(0) + inserts(11, 17));
    proxy.refuseDataChange("(15)", Integer.MAX_VALUE, INTERNAL);

    Result result = service.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::rows::ann at changelog.sql:9: Spanner"
                + " neither accepted nor rejected statement 5 of 7, `INSERT INTO T0 (Id) VALUES"
                + " (15)`, in several attempts, and its transaction was rolled back: Internal"
                + " error. No change set of this run was applied. "
                + RUN_AGAIN);
    assertThat(result.warnings())
        .containsOnlyOnce(
            "Change set changelog.sql::rows::ann: no clear answer from Spanner, Internal error;"
                + " the transaction was rolled back; bisecting its 7 data changes to find the failing one.");
    assertThat(database.rows("SELECT Id FROM T0")).isEmpty();
    assertThat(history()).isEqualTo(ids(0));
    assertInOrder(result);

    Result again = pipe.run();

    assertThat(again.exitCode()).isZero();
    assertThat(database.rows("SELECT Id FROM T0")).hasSize(7);
  }

  @Test
  void appliesDataChangesThatGetAnAnswerInTheEnd() {
    workspace.withSql(create(0) + inserts(11, 17));
    proxy.refuseDataChange("(15)", 4, INTERNAL);

    Result result = service.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lines())
        .contains(
            "WARNING: Change set changelog.sql::rows::ann: no clear answer from Spanner, Internal"
                + " error; the transaction was rolled back; bisecting its 7 data changes to find the failing one.");
    assertThat(database.rows("SELECT Id FROM T0")).hasSize(7);
    assertThat(database.rows("SELECT Number FROM SPANNER_PIPE_INTENT WHERE Kind = 'DATA'"))
        .hasSize(1);
    assertInOrder(result);
  }

  @Test
  void passesOverDataChangesWithoutAnAnswerWhereTheirFailureIsTolerated() {
    workspace.withSql(
        create(0)
            + "--changeset ann:bad failOnError:false\n"
            + insert(1)
            + ";\n"
            + insert(2)
            + ";\n"
            + create(1));
    proxy.refuseDataChange("(2)", Integer.MAX_VALUE, INTERNAL);

    Result result = service.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.warnings())
        .contains("changelog.sql::bad::ann stays pending: Internal error.");
    // Each of its statements is a transaction of its own, as with plain Liquibase.
    assertThat(database.rows("SELECT Id FROM T0")).containsExactly(List.of("1"));
    assertThat(history()).isEqualTo(ids(1));
    assertInOrder(result);
  }

  private static final String DELETE = "DELETE FROM T0 WHERE true";

  private String delete() {
    return changeSet("delete", "-- spanner-pipe: partitioned-dml idempotent", DELETE + ";");
  }

  @Test
  void runsAPartitionedUpdateOnceMoreWhoseAnswerIsUnclear() {
    workspace.withSql(create(0) + inserts(1, 2) + delete());
    proxy.refuseDataChange(DELETE, 1, INTERNAL);

    Result result = service.with("ALLOW_DESTRUCTIVE", "true").run();

    assertThat(result.exitCode()).isZero();
    assertThat(database.rows("SELECT Id FROM T0")).isEmpty();
    assertThat(
            database.rows(
                "SELECT Result FROM SPANNER_PIPE_INTENT WHERE Kind = 'PARTITIONED' ORDER BY Number"))
        .containsExactly(List.of("not known; it runs again"), List.of("done"));
    assertThat(history()).containsExactly("0", "rows", "delete");
    assertInOrder(result);
  }

  @Test
  void namesThePartitionedUpdateToWhichThereIsNeverAnAnswer() {
    workspace.withSql(create(0) + inserts(1, 2) + delete());
    proxy.refuseDataChange(DELETE, Integer.MAX_VALUE, INTERNAL);

    Result result = service.with("ALLOW_DESTRUCTIVE", "true").run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::delete::ann at changelog.sql:9: Spanner"
                + " neither accepted nor rejected statement 1 of 1, the partitioned update `DELETE"
                + " FROM T0 WHERE true`, in two attempts, so it may have changed some rows:"
                + " Internal error. 1 change set of this run was applied. "
                + RUN_AGAIN);
    assertThat(history()).containsExactly("0", "rows");
    assertInOrder(result);

    Result again = pipe.with("ALLOW_DESTRUCTIVE", "true").run();

    assertThat(again.exitCode()).isZero();
    assertThat(database.rows("SELECT Id FROM T0")).isEmpty();
  }

  @Test
  void leavesAChangeSetBehindWhoseFailureIsTolerated() {
    workspace.withSql(
        create(0)
            + "--changeset ann:bad failOnError:false\n"
            + statement("Strange")
            + ";\n"
            + create(1));
    proxy.refuseStatement(statement("Strange"), INTERNAL);

    Result result = service.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.warnings())
        .contains("changelog.sql::bad::ann stays pending: Internal error.");
    assertThat(history()).isEqualTo(ids(1));
    assertInOrder(result);
  }
}
