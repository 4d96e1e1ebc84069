package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Statements that are stored in other files than their change sets: all that names one of them
/// names its own file and line.
class StatementFilesIT extends WholeTool {
  private static final String CHANGELOG =
      """
      databaseChangeLog:
        - changeSet:
            id: orders
            author: ann
            changes:
              - sqlFile: {path: orders.sql, relativeToChangelogFile: true}
              - loadData:
                  tableName: orders
                  file: orders.csv
                  relativeToChangelogFile: true
        - changeSet:
            id: index
            author: ann
            changes:
              - sqlFile: {path: index.sql, relativeToChangelogFile: true}
        - changeSet:
            id: rows
            author: ann
            changes:
              - sqlFile: {path: rows.sql, relativeToChangelogFile: true}
      """;

  private TestDatabase target(Dialect dialect, String rows) {
    boolean googleSql = dialect == Dialect.GOOGLE_STANDARD_SQL;
    String table =
        googleSql
            ? "CREATE TABLE orders (id INT64 NOT NULL, a INT64) PRIMARY KEY (id);"
            : "CREATE TABLE orders (id bigint NOT NULL PRIMARY KEY, a bigint);";
    workspace
        .with("db/all.yaml", CHANGELOG)
        .with("db/orders.sql", "\n\n" + table + "\n")
        .with("db/orders.csv", "id,a\n1,1\n")
        .with("db/index.sql", "\nCREATE INDEX ordersA ON orders(a);\n")
        .with("db/rows.sql", "INSERT INTO orders (id, a) VALUES (2, 2);\n\n" + rows + "\n");
    return EmulatorServer.running().newDatabase(dialect);
  }

  private Result run(TestDatabase target) {
    return PipeRun.in(workspace, target)
        .with("CHANGELOG_FILE", "all.yaml")
        .with("SEARCH_PATH", "db")
        .run();
  }

  private List<String> recorded(TestDatabase target, String name) {
    return workspace.lastRun(target.name()).stream()
        .filter(event -> event.text("name").orElseThrow().equals(name))
        .map(event -> (JsonObject) event.find("detail").orElseThrow())
        .map(detail -> detail.text("file").orElseThrow() + ":" + detail.whole("line"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void areNamedByTheirOwnFilesAndLines(Dialect dialect) {
    TestDatabase target = target(dialect, "INSERT INTO orders (id, a) VALUES (1, 1);");

    Result result = run(target);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(5);
    assertThat(result.lastLine())
        .startsWith(
            "✖ Could not apply change set all.yaml::rows::ann at db/rows.sql:3: Spanner rejected"
                + " statement 2 of 2, `INSERT INTO orders (id, a) VALUES (1, 1)`: ")
        .endsWith(". 2 change sets of this run were applied. " + CORRECT);
    assertThat(recorded(target, "statementCommitted"))
        .containsExactly("db/orders.sql:3", "db/orders.csv:2", "db/index.sql:2");
    assertThat(recorded(target, "statementFailed")).containsExactly("db/rows.sql:3");
    assertThat(result.lines())
        .anyMatch(
            line -> line.contains("] db/orders.sql:3 change set orders (ann): CREATE TABLE orders"))
        .anyMatch(
            line ->
                line.contains(
                    "] db/orders.csv:2 change set orders (ann): INSERT INTO orders, 1 row"))
        .anyMatch(
            line ->
                line.contains(
                    "] db/index.sql:2 change set index (ann): CREATE INDEX ordersA ON orders"))
        .anyMatch(line -> line.contains("db/rows.sql:3 change set rows (ann) failed: "));
    assertThat(workspace.text("test-results/spanner-pipe-" + target.name() + ".xml"))
        .contains(">db/rows.sql:3&#10;INSERT INTO orders (id, a) VALUES (1, 1)</failure>");
  }

  /// Spanner does not report which row it rejects.
  @ParameterizedTest
  @EnumSource
  void areNamedByAllLinesWhereDataOfSeveralRowsIsRejected(Dialect dialect) {
    TestDatabase target = target(dialect, "INSERT INTO orders (id, a) VALUES (3, 3);");
    workspace
        .with(
            "db/orders.sql",
            workspace.text("db/orders.sql") + "INSERT INTO orders (id, a) VALUES (5, 5);\n")
        .with("db/orders.csv", "id,a\n# the rows\n1,1\n5,2\n# more\n6,3\n");

    Result result = run(target);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(5);
    assertThat(result.lastLine())
        .isEqualTo(
            "✖ Could not apply change set all.yaml::orders::ann at db/orders.csv:3-6: Spanner rejected"
                + " statement 3 of 3, `INSERT INTO orders (id, a) VALUES (1, 1), (5, 2), (6, 3)`:"
                + " Failed to insert row with primary key ({pk#id:5}) due to previously existing"
                + " row. No change set of this run was applied, but the first statement of this change set. "
                + CORRECT);
    assertThat(result.lines())
        .anyMatch(line -> line.contains("db/orders.csv:3-6 change set orders (ann) failed: "));
    assertThat(workspace.text("test-results/spanner-pipe-" + target.name() + ".xml"))
        .contains(">db/orders.csv:3-6&#10;INSERT INTO orders ");
  }

  @ParameterizedTest
  @EnumSource
  void areNamedByTheirOwnFilesWhereASchemaChangeFails(Dialect dialect) {
    TestDatabase target = target(dialect, "INSERT INTO orders (id, a) VALUES (3, 3);");
    workspace.with("db/index.sql", "\n\nCREATE INDEX ordersA ON orders(nope);\n");

    Result result = run(target);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(5);
    assertThat(result.lastLine())
        .startsWith(
            "✖ Could not apply change set all.yaml::index::ann at db/index.sql:3: Spanner"
                + " rejected statement 1 of 1, `CREATE INDEX ordersA ON orders(nope)`: ");
    assertThat(recorded(target, "statementFailed")).containsExactly("db/index.sql:3");
  }
}
