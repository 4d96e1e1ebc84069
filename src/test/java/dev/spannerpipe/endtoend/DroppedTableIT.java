package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Somebody drops a table of the record by hand, or deletes what is in it.
@Concurrent
class DroppedTableIT extends Staged {
  private static final String DONE =
      "✔ Applied 1 change set to <name> in <duration>; last change set: changelog.sql::4::ann.";
  private static final String REMEDY =
      ". Make sure that database and EXPECT_HEAD are the right ones; then find out who changed the"
          + " book-keeping tables, and compare them with the record files of the builds.";

  @BeforeEach
  void applySeveralTimes() {
    changeSets(table(1));
    assertThat(run().exitCode()).isZero();
    changeSets(table(1), table(2));
    assertThat(run().exitCode()).isZero();
    changeSets(table(1), table(2), table(3));
    assertThat(run().exitCode()).isZero();
    changeSets(table(1), table(2), table(3), table(4));
  }

  private void drop(String table) {
    site.database().execute("DROP TABLE " + table);
  }

  private void assertAppliedOnce() {
    assertThat(history()).containsExactly("1", "2", "3", "4");
    assertThat(Runs.executed(spanner)).hasSize(4).doesNotHaveDuplicates();
    assertTidy();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPANNER_PIPE_INTENT",
        "SPANNER_PIPE_CURSOR",
        "SPANNER_PIPE_VERSION",
        "SPANNER_PIPE_EXECUTION",
        "SPANNER_PIPE_STEP",
        "SPANNER_PIPE_RUN",
        "DATABASECHANGELOGLOCK"
      })
  void makesItAgainAndGoesOn(String table) {
    drop(table);

    Result ended = succeed(DONE);

    assertThat(site.told(ended))
        .isEqualTo(
            """
            INFO: spanner-pipe <version>: apply on <database>, run <run 1>.
            INFO: Endpoint override: SPANNER_ENDPOINT=<spanner>.
            INFO: Book-keeping tables created: %s.
            INFO: Plan <digest>: 1 change set, 1 schema operation.
            INFO: Data loss check: the plan causes no data loss.
            INFO: Schema operation sp_4_1 submitted: 1 statement.
            INFO: [1/1] changelog.sql:9 change set 4 (ann): CREATE TABLE T4.
            INFO: Record head: <digest> (event 12).
            %s
            """
                .formatted(table, DONE));
    assertAppliedOnce();
  }

  /// The count of the operation ids stands in it, and none of them may be used again.
  @ParameterizedTest
  @ValueSource(
      strings = {"DROP TABLE SPANNER_PIPE_LEASE", "DELETE FROM SPANNER_PIPE_LEASE WHERE true"})
  void goesOnWithNewIdsWhereTheLeaseIsGone(String how) {
    if (how.startsWith("DROP")) {
      site.database().execute(how);
    } else {
      site.database().update(how);
    }

    Result ended = succeed(DONE);

    List<String> submitted =
        ended.lines().stream().filter(line -> line.contains("submitted")).toList();
    assertThat(submitted)
        .singleElement()
        .asString()
        .matches("INFO: Schema operation sp_\\d{10}_1 submitted: 1 statement\\.");
    assertAppliedOnce();
    succeed(
        "✔ Nothing to do: all 4 change sets of this changelog are applied to <name> (<duration>).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SPANNER_PIPE_STEP | According to its row, run <run 1> ends with event 12, but the last stored event is event 0; 5 more, see above
          SPANNER_PIPE_RUN  | Link 1 is missing: the next link is 4 (run <run 1>)
          """)
  void findsItsRecordMissing(String table, String finding) {
    drop(table);
    succeed(DONE);

    Result ended = run("history", "--verify");

    assertThat(ended.exitCode()).isEqualTo(5);
    assertThat(site.told(Result.ofOneStream(5, ended.lastLine())))
        .isEqualTo("✖ Could not confirm the record: " + finding + REMEDY);
  }

  @Test
  void doesNotRunEverythingOnceMoreWhereTheHistoryIsGone() {
    site.database()
        .execute(
            "CREATE TABLE Kept (ID STRING(MAX), AUTHOR STRING(MAX), FILENAME STRING(MAX),"
                + " DATEEXECUTED TIMESTAMP, ORDEREXECUTED INT64, EXECTYPE STRING(MAX), MD5SUM"
                + " STRING(MAX)) PRIMARY KEY (ID)");
    String columns = "ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, EXECTYPE, MD5SUM";
    copy(columns, "DATABASECHANGELOG", "Kept");
    List<String> table =
        site.database().ddl().stream()
            .filter(statement -> statement.startsWith("CREATE TABLE DATABASECHANGELOG ("))
            .toList();
    drop("DATABASECHANGELOG");

    end(
        5,
        "✖ Could not plan: <database> has lost the table DATABASECHANGELOG, which lists the applied"
            + " change sets. Restore the table with its rows from a backup (COMMAND=history shows"
            + " what the runs applied), and run again. To begin with an empty history instead, drop"
            + " the tables SPANNER_PIPE_* and DATABASECHANGELOGLOCK.");

    site.database().execute(table.getFirst());
    copy(columns, "Kept", "DATABASECHANGELOG");
    succeed(DONE);
    assertAppliedOnce();
  }

  private void copy(String columns, String from, String to) {
    site.database()
        .update("INSERT INTO %s (%s) SELECT %s FROM %s".formatted(to, columns, columns, from));
  }
}
