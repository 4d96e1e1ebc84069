package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Pipe;
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
  private void in(Dialect dialect) {
    database = EmulatorServer.running().newDatabase(dialect);
    pipe = Pipe.in(workspace, database);
    workspace.withSql(table());
    apply();
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
  void commitsManyStatementsInChunksWithALineForEach(Dialect dialect) {
    in(dialect);
    workspace.withSql(table() + changeSet("many", lines(600, LargeDataIT::insert)));

    Result result = pipe.run();

    assertThat(result.exitCode()).isZero();
    assertThat(chunks(result))
        .containsExactly(
            "INFO: [500/600] changelog.sql:5 many: statements 1 to 500 of 600 committed, 500 rows.",
            "INFO: [600/600] changelog.sql:505 many: statements 501 to 600 of 600 committed, 100 rows.");
    assertThat(database.rows("SELECT COUNT(*) FROM T")).containsExactly(List.of("600"));
    assertInOrder(result);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void continuesAfterTheLastChunkThatWasCommitted(Dialect dialect) {
    in(dialect);
    String inserts = lines(520, LargeDataIT::insert);
    workspace.withSql(table() + changeSet("many", inserts + "\n" + insert(1)));

    Result failed = pipe.run();

    assertThat(failed.exitCode()).isEqualTo(5);
    assertThat(failed.lastLine())
        .startsWith(
            "✖ Could not apply change set changelog.sql::many::ann at changelog.sql:525: Spanner"
                + " refused statement 521 of 521, `INSERT INTO T (Id, V) VALUES (1, 'v1')`: ")
        .endsWith(
            "; no change set of this run is applied, but the first 500 statements of this one. "
                + CORRECT);
    assertThat(database.rows("SELECT COUNT(*) FROM T")).containsExactly(List.of("500"));
    assertInOrder(failed);
    workspace.withSql(table() + changeSet("many", inserts + "\n" + insert(521)));

    Result corrected = pipe.run();

    assertThat(corrected.exitCode()).isZero();
    assertThat(chunks(corrected))
        .containsExactly(
            "INFO: [21/21] changelog.sql:505 many: statements 501 to 521 of 521 committed, 21 rows.");
    assertThat(database.rows("SELECT COUNT(*) FROM T")).containsExactly(List.of("521"));
    assertInOrder(corrected);
    assertThat(history()).containsExactly("table", "many");
  }

  /// The texts of its statements are longer than a cell, and so are their beginnings.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void appliesMoreCharactersThanACellHolds(Dialect dialect) {
    in(dialect);
    String value = "\\\"x".repeat(1_000);
    workspace.withSql(
        table()
            + changeSet(
                "long",
                lines(
                    900,
                    id ->
                        "INSERT INTO T (Id, V) VALUES ("
                            + id
                            + ", '"
                            + value.substring(id)
                            + "');")));

    Result result = pipe.run();

    assertThat(result.exitCode()).as("%s", result.lastLine()).isZero();
    assertThat(chunks(result)).hasSizeGreaterThanOrEqualTo(3);
    assertThat(database.rows("SELECT COUNT(*) FROM T")).containsExactly(List.of("900"));
    assertInOrder(result);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void loadsValuesThatAreLongerThanAStatementTogether(Dialect dialect) {
    in(dialect);
    workspace
        .with("rows.csv", "id,v\n" + lines(600, id -> id + "," + "x".repeat(3_850)))
        .with(
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
    assertThat(database.rows("SELECT COUNT(*), MIN(LENGTH(V)) FROM T"))
        .containsExactly(List.of("600", "3850"));
    assertInOrder(result);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void rejectsAStatementThatSpannerWouldNotTakeBeforeAnythingRuns(Dialect dialect) {
    in(dialect);
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
                + " Split the statement into several; where it only inserts rows, loadData does that"
                + " by itself.");
    assertThat(database.rows("SELECT COUNT(*) FROM T")).containsExactly(List.of("0"));
  }
}
