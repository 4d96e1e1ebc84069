package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.SpannerProxy;
import io.grpc.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Statements that the server refuses: what stays applied, what is said, and how it goes on.
@Concurrent
class RefusedStatementIT extends WholeTool {
  private static final String VALUES =
      changeSet("values", "CREATE TABLE V (Id INT64 NOT NULL, A INT64) PRIMARY KEY (Id);");

  @Test
  void namesTheOneChangeSetOfABatchThatIsRefused() {
    workspace.withSql(
        tables(1, 12)
            + changeSet("bad", "CREATE TABLE Bad (Id INT64 NOT NULL) PRIMARY KEY (Nope);")
            + tables(14, 20));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::bad::ann at changelog.sql:27: Spanner"
                + " rejected statement 1 of 1, `CREATE TABLE Bad (Id INT64 NOT NULL) PRIMARY KEY"
                + " (Nope)`: Table Bad references nonexistent key column Nope. 12 change sets of"
                + " this run were applied. "
                + CORRECT);
    assertThat(history())
        .isEqualTo(IntStream.rangeClosed(1, 12).mapToObj(String::valueOf).toList());
    assertInOrder(result);

    workspace.withSql(
        tables(1, 12)
            + changeSet("bad", "CREATE TABLE Bad (Id INT64 NOT NULL) PRIMARY KEY (Id);")
            + tables(14, 20));
    Result corrected = pipe.run();

    assertThat(corrected.exitCode()).isZero();
    assertThat(corrected.lastLine())
        .isEqualTo(
            "✔ Applied 8 change sets to "
                + database.name()
                + " in <duration>; last change set: changelog.sql::20::ann.");
    assertThat(history()).hasSize(20).contains("bad");
    assertInOrder(corrected);
  }

  @Test
  void keepsWhatWasAppliedBeforeDataBrokeAConstraint() {
    String before =
        VALUES + changeSet("rows", "INSERT INTO V (Id, A) VALUES (1, 1), (2, 1);") + table(1);
    workspace.withSql(before + changeSet("unique", "CREATE UNIQUE INDEX VX ON V(A);") + table(2));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::unique::ann at changelog.sql:9: Spanner"
                + " rejected statement 1 of 1, `CREATE UNIQUE INDEX VX ON V(A)`: Found uniqueness"
                + " violation on index VX, duplicate key: {Int64(1)}. 3 change sets of this run"
                + " were applied. "
                + CORRECT);
    assertThat(history()).containsExactly("values", "rows", "1");
    assertInOrder(result);

    workspace.withSql(before + changeSet("unique", "CREATE INDEX VX ON V(A);") + table(2));
    assertInOrder(pipe.run());
    assertThat(history()).containsExactly("values", "rows", "1", "unique", "2");
  }

  @Test
  void refusesAColumnNotNullOverNulls() {
    workspace.withSql(
        VALUES
            + changeSet("rows", "INSERT INTO V (Id) VALUES (1);")
            + changeSet("not-null", "ALTER TABLE V ALTER COLUMN A INT64 NOT NULL;"));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::not-null::ann at changelog.sql:7: Spanner"
                + " rejected statement 1 of 1, `ALTER TABLE V ALTER COLUMN A INT64 NOT NULL`: Cannot"
                + " specify a null value for column: A in table: V referenced by key: {Int64(1)}. 2"
                + " change sets of this run were applied. "
                + CORRECT);
    assertInOrder(result);
  }

  @Test
  void rollsAWholeRunOfDataChangesBack() {
    workspace.withSql(
        VALUES
            + changeSet(
                "rows",
                "INSERT INTO V (Id, A) VALUES (1, 1);",
                "INSERT INTO V (Id, A) VALUES (2, 1);",
                "INSERT INTO V (Id, A) VALUES (1, 1);")
            + table(1));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::rows::ann at changelog.sql:7: Spanner"
                + " rejected statement 3 of 3, `INSERT INTO V (Id, A) VALUES (1, 1)`: Failed to"
                + " insert row with primary key ({pk#Id:1}) due to previously existing row. 1 change"
                + " set of this run was applied. "
                + CORRECT);
    assertThat(database.rows("SELECT Id FROM V")).isEmpty();
    assertThat(database.rows("SELECT Id FROM SPANNER_PIPE_CURSOR")).isEmpty();
    assertThat(history()).containsExactly("values");
    assertInOrder(result);
  }

  @Test
  void leavesAChangeSetBehindWhoseFailureIsTolerated() {
    workspace.withSql(
        VALUES
            + "--changeset ann:rows failOnError:false\n"
            + "INSERT INTO V (Id, Nope) VALUES (1, 1);\n"
            + "--changeset ann:index failOnError:false\n"
            + "CREATE INDEX X ON V(Nope);\n"
            + table(1));

    Result result = pipe.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.lastLine())
        .isEqualTo(
            "✔ Applied 2 change sets to "
                + database.name()
                + " in <duration>; last change set: changelog.sql::1::ann.");
    assertThat(result.warnings())
        .containsExactly(
            "changelog.sql::rows::ann stays pending: Column Nope is not present in table V"
                + " (line 1, column 20 of the statement).",
            "changelog.sql::index::ann stays pending: Index X specifies key column Nope which does"
                + " not exist in the index's base table.");
    assertThat(history()).containsExactly("values", "1");
    assertInOrder(result);

    Result again = pipe.run();

    assertThat(again.exitCode()).isZero();
    assertThat(again.lastLine())
        .isEqualTo(
            "✔ Nothing was applied to "
                + database.name()
                + " in <duration>: everything pending was skipped, see the warnings above.");
    assertInOrder(again);
  }

  @Test
  void runsPartitionedDataChanges() {
    workspace.withSql(
        VALUES
            + changeSet("rows", "INSERT INTO V (Id, A) VALUES (1, 1), (2, 1);")
            + changeSet(
                "all",
                "-- spanner-pipe: partitioned-dml idempotent",
                "UPDATE V SET A = 7 WHERE true;")
            + changeSet(
                "bad",
                "-- spanner-pipe: partitioned-dml idempotent",
                "UPDATE V SET Nope = 7 WHERE true;"));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set changelog.sql::bad::ann at changelog.sql:11: Spanner"
                + " rejected statement 1 of 1, `UPDATE V SET Nope = 7 WHERE true`: Unrecognized name:"
                + " Nope (line 1, column 14 of the statement). 3 change sets of this run were"
                + " applied. "
                + CORRECT);
    assertThat(database.rows("SELECT A FROM V")).containsExactly(List.of("7"), List.of("7"));
    assertThat(database.rows("SELECT Result FROM SPANNER_PIPE_INTENT WHERE Kind = 'PARTITIONED'"))
        .hasSize(2)
        .contains(List.of("done"));
    assertInOrder(result);
  }

  @Test
  void splitsDataChangesThatAreTooManyForOneTransaction() {
    workspace.withSql(VALUES);
    apply();
    workspace.withSql(
        VALUES
            + changeSet(
                "rows",
                "INSERT INTO V (Id, A) VALUES (1, 1);",
                "INSERT INTO V (Id, A) VALUES (2, 2);",
                "INSERT INTO V (Id, A) VALUES (3, 3);"));
    try (SpannerProxy proxy = SpannerProxy.of(EmulatorServer.running().host())) {
      proxy.refuse(
          "ExecuteBatchDml",
          2,
          Status.INVALID_ARGUMENT.withDescription("The transaction contains too many mutations."));
      PipeRun limited =
          pipe.without("SPANNER_EMULATOR_HOST")
              .with("SPANNER_ENDPOINT", "http://" + proxy.address());

      Result tooMuch = limited.run();

      assertThat(tooMuch.exitCode()).isEqualTo(5);
      assertThat(tooMuch.lastLine())
          .isEqualTo(
              "✖ Could not apply change set changelog.sql::rows::ann at changelog.sql:5: statement 1"
                  + " of 3, `INSERT INTO V (Id, A) VALUES (1, 1)`, exceeds what one transaction may"
                  + " change: The transaction contains too many mutations. No change set of this"
                  + " run was applied. Split the statement; or, if it may safely run twice, add the"
                  + " line `-- spanner-pipe: partitioned-dml idempotent` to a change set of its"
                  + " own.");
      assertInOrder(tooMuch);

      proxy.refuse(
          "ExecuteBatchDml",
          1,
          Status.INVALID_ARGUMENT.withDescription("The transaction contains too many mutations."));
      Result split = limited.run();

      assertThat(split.exitCode()).isZero();
      assertInOrder(split);
    }
    assertThat(database.rows("SELECT Id FROM V ORDER BY Id"))
        .containsExactly(List.of("1"), List.of("2"), List.of("3"));
    assertThat(database.rows("SELECT Number FROM SPANNER_PIPE_INTENT WHERE Kind = 'DATA'"))
        .hasSize(2);
    assertThat(history()).containsExactly("values", "rows");
  }
}
