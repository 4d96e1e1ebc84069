package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.Result;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Change sets of more data changes than one transaction, one cell or one call may hold.
@Concurrent
class LargeDataIT extends WholeTool {
  private static final int MOST_CHARACTERS_OF_A_CELL = 2_621_440;

  private void in(Dialect dialect) {
    database = EmulatorServer.running().newDatabase(dialect);
    pipe = PipeRun.in(workspace, database);
  }

  private String table() {
    return changeSet(
        "table",
        database.either(
            "CREATE TABLE T (Id INT64 NOT NULL, V STRING(MAX)) PRIMARY KEY (Id);",
            "CREATE TABLE T (Id bigint NOT NULL PRIMARY KEY, V varchar);"));
  }

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining("\n"));
  }

  private static String insert(int id) {
    return "INSERT INTO T (Id, V) VALUES (" + id + ", 'v" + id + "');";
  }

  private List<String> chunks(Result result) {
    return result.err().lines().filter(line -> line.contains(": statements ")).toList();
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void commitsInChunksWithALineForEachAndContinuesAfterTheLast(Dialect dialect) {
    in(dialect);
    String inserts = lines(501, LargeDataIT::insert);
    workspace.withSql(table() + changeSet("many", inserts + "\n" + insert(1)));

    Result failed = pipe.run();

    assertThat(failed.exitCode()).isEqualTo(5);
    assertThat(chunks(failed))
        .containsExactly(
            "INFO: [501/503] changelog.sql:5 change set many (ann): statements 1 to 500 of 502, 500 rows.");
    assertThat(failed.lastLine())
        .startsWith(
            "✖ Could not apply change set changelog.sql::many::ann at changelog.sql:506: Spanner"
                + " rejected statement 502 of 502, `INSERT INTO T (Id, V) VALUES (1, 'v1')`: ")
        .endsWith(
            ". 1 change set of this run was applied, and the first 500 statements of this change set. "
                + CORRECT);
    assertThat(database.rows("SELECT COUNT(*) FROM T")).containsExactly(List.of("500"));
    assertInOrder(failed);
    workspace.withSql(table() + changeSet("many", inserts + "\n" + insert(502)));

    Result corrected = pipe.run();

    assertThat(corrected.exitCode()).isZero();
    assertThat(chunks(corrected))
        .containsExactly(
            "INFO: [2/2] changelog.sql:505 change set many (ann): statements 501 to 502 of 502, 2 rows.");
    assertThat(database.rows("SELECT COUNT(*) FROM T")).containsExactly(List.of("502"));
    assertInOrder(corrected);
    assertThat(history()).containsExactly("table", "many");
  }

  /// What a cursor keeps of many statements fits a cell, too: `MarksTest` and, whole, `SizesIT`.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void appliesMoreCharactersThanACellHolds(Dialect dialect) {
    in(dialect);
    String value = "\\\"x".repeat(33_000);
    int count = 27;
    String inserts =
        lines(
            count,
            id ->
                "INSERT INTO T (Id, V) VALUES (%d, '%s');".formatted(id, value.substring(3 * id)));
    assertThat(inserts).hasSizeGreaterThan(MOST_CHARACTERS_OF_A_CELL);
    workspace.withSql(table() + changeSet("long", inserts));

    Result result = pipe.run();

    assertThat(result.exitCode()).as("%s", result.lastLine()).isZero();
    assertThat(chunks(result))
        .containsExactly(
            "INFO: [11/28] changelog.sql:5 change set long (ann): statements 1 to 10 of 27, 10 rows.",
            "INFO: [21/28] changelog.sql:15 change set long (ann): statements 11 to 20 of 27, 10 rows.",
            "INFO: [28/28] changelog.sql:25 change set long (ann): statements 21 to 27 of 27, 7 rows.");
    assertThat(database.rows("SELECT COUNT(*) FROM T"))
        .containsExactly(List.of(String.valueOf(count)));
    assertInOrder(result);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void loadsValuesThatAreLongerThanAStatementTogether(Dialect dialect) {
    in(dialect);
    workspace
        .withSql(table())
        .with("rows.csv", "id,v\n" + lines(300, id -> id + "," + "x".repeat(3_850)));

    Result result = load();

    assertThat(result.err().lines().filter(line -> line.contains("rows.csv:")))
        .extracting(line -> line.replaceAll(" committed \\S+Z", " committed"))
        .containsExactly(
            "INFO: [2/3] rows.csv:2-234 change set load (ann): INSERT INTO T, 233 rows.",
            "INFO: [3/3] rows.csv:235-301 change set load (ann): INSERT INTO T, 67 rows.");
    assertThat(database.rows("SELECT COUNT(*), MIN(LENGTH(V)) FROM T"))
        .containsExactly(List.of("300", "3850"));
    assertInOrder(result);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void loadsAFileOfManyRows(Dialect dialect) {
    int rows = Proof.isWhole("sizes.all") ? 100_000 : 3_000;
    in(dialect);
    workspace.withSql(table()).with("rows.csv", "id,v\n" + lines(rows, id -> id + ",v" + id));

    Result result = load();

    assertThat(database.rows("SELECT COUNT(*), MIN(Id), MAX(Id), SUM(LENGTH(V)) FROM T"))
        .containsExactly(
            List.of(
                String.valueOf(rows),
                "1",
                String.valueOf(rows),
                String.valueOf(
                    IntStream.rangeClosed(1, rows).map(id -> ("v" + id).length()).sum())));
    assertInOrder(result);
  }

  private Result load() {
    workspace.with(
        "changelog.yaml",
        """
        databaseChangeLog:
          - include: {file: changelog.sql}
          - changeSet:
              id: load
              author: ann
              changes: [{loadData: {tableName: T, file: rows.csv}}]
        """);
    Result result = pipe.with("CHANGELOG_FILE", "changelog.yaml").run();
    assertThat(result.exitCode()).as("%s", result.lastLine()).isZero();
    return result;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void rejectsAStatementThatSpannerWouldNotTakeBeforeAnythingRuns(Dialect dialect) {
    in(dialect);
    workspace.withSql(table());
    apply();
    String value = "x".repeat(1_048_576);
    workspace.withSql(
        table()
            + changeSet("first", insert(1))
            + changeSet("long", insert(2), "INSERT INTO T (Id, V) VALUES (3, '" + value + "');"));

    Result result = pipe.run();

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not plan change set changelog.sql::long::ann: its statement at changelog.sql:8,"
                + " `INSERT INTO T (Id, V) VALUES (3, '%s…`, has 1,048,612 bytes, and Spanner accepts 1,048,576."
                    .formatted("x".repeat(65))
                + " Split the statement into several; if it only inserts rows, use loadData, which"
                + " splits the rows.");
    assertThat(database.rows("SELECT COUNT(*) FROM T")).containsExactly(List.of("0"));
  }
}
