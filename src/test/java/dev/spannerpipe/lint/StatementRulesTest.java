package dev.spannerpipe.lint;

import static dev.spannerpipe.lint.LintScenario.googleSql;
import static dev.spannerpipe.lint.LintScenario.postgreSql;
import static dev.spannerpipe.lint.LintScenario.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatementRulesTest {
  private static final String T =
      "CREATE TABLE t (id STRING(36) NOT NULL, a STRING(9), n INT64) PRIMARY KEY (id)";

  private static final String PG_T =
      "CREATE TABLE t (id varchar(36) PRIMARY KEY, a varchar(9), n bigint)";

  private static final String MOST = "; Spanner accepts 80,000 mutations in a transaction. ";
  private static final String PARTS =
      "Use partitioned DML (spanner-pipe: partitioned-dml idempotent), or change the rows in parts";

  private static List<String> both(String... statements) {
    List<String> found = googleSql(T).then(statements).findings();

    assertThat(postgreSql(PG_T).then(statements).findings()).isEqualTo(found);
    return found;
  }

  @Test
  void sp501ReportsSchemaAndDataInOneChangeSet() {
    assertThat(
            both(
                "CREATE VIEW v SQL SECURITY INVOKER AS SELECT id FROM t",
                "INSERT INTO t (id) VALUES ('a')"))
        .containsExactly(
            "SP501 warning at schema.sql:1: The change set changes the schema and data: if a statement fails, those before it have taken effect. Write one change set for the schema and one for the data");
  }

  @Test
  void sp501IgnoresTwoChangeSetsAndQueries() {
    String view = "CREATE VIEW v SQL SECURITY INVOKER AS SELECT id FROM t";
    String insert = "INSERT INTO t (id) VALUES ('a')";

    assertThat(googleSql(T).then(view, "SELECT 1").then(insert).findings()).isEmpty();
    assertThat(postgreSql(PG_T).then(view, "SELECT 1").then(insert).findings()).isEmpty();
  }

  @Test
  void sp502ReportsAStatementThatInsertsTooManyRows() {
    String index = "CREATE INDEX i ON t (a)";
    String insert = "INSERT INTO t (id, a, n) VALUES " + rows(20_001, "('a', 'b', 1)");
    String expected =
        "SP502 warning at schema.sql:11: The statement inserts 20,001 rows, which is about 80,004 mutations"
            + "; Spanner accepts 80,000 in a transaction. Divide the statement into several";

    assertThat(googleSql(T, index).then(insert).findings()).containsExactly(expected);
    assertThat(postgreSql(PG_T, index).then(insert).findings()).containsExactly(expected);
    assertThat(googleSql(T).then(insert).findings()).isEmpty();
    assertThat(postgreSql(PG_T).then(insert).findings()).isEmpty();
  }

  @Test
  void sp502CountsATransactionOfTheChangelogAsAWhole() {
    String insert = "INSERT INTO t (id, a, n) VALUES " + rows(13_334, "('a', ')(,', 1)");
    String expected =
        "SP502 warning at schema.sql:11: The transaction inserts 26,668 rows, which is about 80,004 mutations"
            + "; Spanner accepts 80,000 in a transaction. Divide the transaction, or leave out BEGIN and COMMIT";

    assertThat(googleSql(T).thenTogether(insert, insert).findings()).containsExactly(expected);
    assertThat(postgreSql(PG_T).thenTogether(insert, insert).findings()).containsExactly(expected);
    assertThat(googleSql(T).then(insert, insert).findings()).isEmpty();
  }

  @Test
  void sp502ReportsAnUpdateAndADeleteOfAllRows() {
    assertThat(both("UPDATE t SET n = 1 WHERE true", "DELETE FROM t WHERE 1 = 1"))
        .containsExactly(
            "SP502 warning at schema.sql:11: The UPDATE takes all rows of the table t"
                + MOST
                + PARTS,
            "SP502 warning at schema.sql:12: The DELETE takes all rows of the table t"
                + MOST
                + PARTS);
  }

  @Test
  void sp502SaysThatANumberOfRowsIsNotKnown() {
    assertThat(both("UPDATE t SET n = 1 WHERE n IS NULL"))
        .containsExactly(
            "SP502 info at schema.sql:11: The UPDATE takes an unknown number of rows of the table t"
                + MOST
                + PARTS);
    assertThat(googleSql(T).sized("t", 5L << 20).then("DELETE FROM t WHERE a = 'x'").findings())
        .containsExactly(
            "SP502 info at schema.sql:11: The DELETE takes an unknown number of rows of the table t, which has 5 MiB"
                + MOST
                + PARTS);
  }

  @Test
  void sp502ReportsAnInsertFromATable() {
    assertThat(both("INSERT INTO t (id, n) SELECT a, n FROM t"))
        .containsExactly(
            "SP502 warning at schema.sql:11: The INSERT takes all rows of the table t"
                + MOST
                + "Insert the rows in parts");
  }

  @Test
  void sp502IgnoresKeysSmallTablesNewTablesAndPartitionedDml() {
    assertThat(
            both(
                "UPDATE t SET n = 1 WHERE id = 'a'",
                "DELETE FROM t WHERE t.id IN ('a', 'b') AND n = 1",
                "INSERT INTO t (id) SELECT 'a'",
                "INSERT INTO t (id) SELECT id FROM t LIMIT 10"))
        .isEmpty();
    assertThat(googleSql(T).sized("t", 1 << 20).then("DELETE FROM t WHERE true").findings())
        .isEmpty();
    assertThat(
            googleSql(T)
                .then("CREATE TABLE u (id STRING(36)) PRIMARY KEY (id)")
                .then("UPDATE u SET id = 'a' WHERE true")
                .findings())
        .isEmpty();
    assertThat(googleSql(T).thenPartitioned("UPDATE t SET n = 1 WHERE true").findings()).isEmpty();
    assertThat(postgreSql(PG_T).thenPartitioned("UPDATE t SET n = 1").findings()).isEmpty();
  }

  @Test
  void sp503ReportsPartitionedDmlThatIsNotIdempotentByItsForm() {
    String expected =
        "SP503 info at schema.sql:11: Partitioned DML may change a row more than once, and only the change set declares that this does no harm. Check that a second execution on the same row changes nothing";
    String update = "UPDATE t SET n = n + 1 WHERE true";

    assertThat(googleSql(T).thenPartitioned(update).findings()).containsExactly(expected);
    assertThat(postgreSql(PG_T).thenPartitioned(update).findings()).containsExactly(expected);
  }

  @Test
  void sp503IgnoresPartitionedDmlThatIsIdempotentByItsForm() {
    String[] statements = {"UPDATE t SET n = 1 WHERE true", "DELETE FROM t WHERE n > 1"};

    assertThat(googleSql(T).thenPartitioned(statements).findings()).isEmpty();
    assertThat(postgreSql(PG_T).thenPartitioned(statements).findings()).isEmpty();
  }

  @Test
  void sp606ReportsIfNotExistsOverAnotherDefinition() {
    String alter = "Write ALTER statements for the difference, or choose another name";

    assertThat(
            googleSql(T)
                .then(
                    "CREATE TABLE IF NOT EXISTS T (id STRING(36) NOT NULL, a STRING(20), n INT64 NOT NULL, more BOOL) PRIMARY KEY (id)",
                    "ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT64")
                .findings())
        .containsExactly(
            "SP606 warning at schema.sql:11: The table T exists with another definition (type of column a, column more and not null of column n), so the statement changes nothing. "
                + alter,
            "SP606 warning at schema.sql:12: The column a of t exists with another definition (type of column a), so the statement changes nothing. "
                + alter);
    assertThat(
            postgreSql(PG_T, "CREATE INDEX i ON t (a)")
                .then("CREATE INDEX IF NOT EXISTS i ON t (n)")
                .findings())
        .containsExactly(
            "SP606 warning at schema.sql:11: The index i exists with another definition (columns), so the statement changes nothing. "
                + alter);
  }

  @Test
  void sp606IgnoresTheSameDefinitionNewObjectsAndReplacedViews() {
    assertThat(
            googleSql(T, "CREATE VIEW v SQL SECURITY INVOKER AS SELECT id FROM t")
                .then(
                    T.replace("TABLE t", "TABLE IF NOT EXISTS t"),
                    "CREATE TABLE IF NOT EXISTS u (id STRING(36)) PRIMARY KEY (id)",
                    "ALTER TABLE t ADD COLUMN IF NOT EXISTS n INT64",
                    "ALTER TABLE t ADD COLUMN IF NOT EXISTS m INT64",
                    "CREATE OR REPLACE VIEW v SQL SECURITY INVOKER AS SELECT n FROM t")
                .findings())
        .isEmpty();
    assertThat(
            postgreSql(PG_T)
                .then(
                    PG_T.replace("TABLE t", "TABLE IF NOT EXISTS t"),
                    "ALTER TABLE t ADD COLUMN IF NOT EXISTS n int8")
                .findings())
        .isEmpty();
  }

  @Test
  void sp607ReportsSchemaChangesThatCannotRunAgain() {
    String expected =
        "SP607 warning at schema.sql:3: The change set has %s, but a statement of it cannot run a second time. Write only statements that can run again, such as CREATE OR REPLACE VIEW";
    String[] statements = {
      "CREATE OR REPLACE VIEW v SQL SECURITY INVOKER AS SELECT id FROM t",
      "ALTER TABLE t ADD COLUMN c varchar(9)"
    };

    assertThat(googleSql(T).thenAlways(statements).findings())
        .containsExactly(expected.formatted("runAlways"));
    assertThat(postgreSql(PG_T).thenOnChange(statements).findings())
        .containsExactly(expected.formatted("runOnChange"));
  }

  @Test
  void sp607IgnoresStatementsThatCanRunAgain() {
    String[] statements = {
      "CREATE OR REPLACE VIEW v SQL SECURITY INVOKER AS SELECT id FROM t",
      "ALTER TABLE t ALTER COLUMN n SET DEFAULT (1)",
      "ALTER TABLE t ADD COLUMN IF NOT EXISTS c varchar(9)",
      "DROP INDEX IF EXISTS i"
    };

    assertThat(googleSql(T).thenOnChange(statements).findings()).isEmpty();
    assertThat(postgreSql(PG_T).thenAlways(statements).findings()).isEmpty();
    assertThat(googleSql(T).then("ALTER TABLE t ADD COLUMN c STRING(9)").findings()).isEmpty();
  }
}
