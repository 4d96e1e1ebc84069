package dev.spannerpipe.plan;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestructionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE Singers|drops the table singers",
        "drop table if exists `my.Singers`|drops the table my.singers",
        "DROP SCHEMA s|drops the schema s",
        "DROP SEQUENCE q|drops the sequence q",
        "DROP CHANGE STREAM c|drops the change stream c",
        "ALTER TABLE Singers DROP COLUMN Name|drops a column of singers",
        "ALTER TABLE Singers ADD ROW DELETION POLICY (OLDER_THAN(At, INTERVAL 1 DAY))|lets rows of"
            + " singers expire",
        "ALTER TABLE Singers REPLACE ROW DELETION POLICY (OLDER_THAN(At, INTERVAL 1 DAY))|lets rows"
            + " of singers expire",
        "DELETE FROM Singers WHERE true|deletes rows",
        "WITH old AS (SELECT 1) DELETE FROM Singers WHERE true|deletes rows",
        "/* all */ (DELETE FROM Singers WHERE true)|deletes rows",
        "TRUNCATE TABLE Singers|deletes rows"
      })
  void saysWhatIsLost(String sql, String loss) {
    assertThat(Destruction.of(GOOGLE_STANDARD_SQL, sql)).contains(loss);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (id INT64) PRIMARY KEY (id)",
        "DROP INDEX i",
        "DROP VIEW v",
        "ALTER TABLE t DROP CONSTRAINT c",
        "ALTER TABLE t DROP ROW DELETION POLICY",
        "ALTER TABLE t ALTER COLUMN c DROP DEFAULT",
        "ALTER TABLE t ADD COLUMN c INT64",
        "UPDATE t SET c = 'DROP TABLE t' WHERE true",
        "INSERT INTO t (c) VALUES ('DELETE FROM t')",
        "WITH x AS (SELECT `delete` FROM t) SELECT 'DELETE FROM t' FROM x"
      })
  void letsTheRestPass(String sql) {
    assertThat(Destruction.of(GOOGLE_STANDARD_SQL, sql)).isEmpty();
  }

  @Test
  void knowsPostgreSqlToo() {
    assertThat(Destruction.of(POSTGRESQL, "alter table t drop c")).contains("drops a column of t");
    assertThat(Destruction.of(POSTGRESQL, "ALTER TABLE t ADD TTL INTERVAL '1 day' ON at"))
        .contains("lets rows of t expire");
    assertThat(
            Destruction.changedColumn(POSTGRESQL, "ALTER TABLE t ALTER COLUMN c TYPE varchar(10)"))
        .contains(new Destruction.ChangedColumn("t", "c", "varchar(10)"));
  }

  @Test
  void findsTheColumnThatGetsAnotherType() {
    assertThat(
            Destruction.changedColumn(
                GOOGLE_STANDARD_SQL,
                "ALTER TABLE s.T ALTER COLUMN `C` STRING(10) NOT NULL DEFAULT ('x')"))
        .contains(new Destruction.ChangedColumn("s.t", "c", "string(10)"));
    assertThat(
            Destruction.changedColumn(
                GOOGLE_STANDARD_SQL, "ALTER TABLE t ALTER COLUMN c ARRAY<STRING(MAX)>"))
        .contains(new Destruction.ChangedColumn("t", "c", "array<string(max)>"));
    assertThat(
            Destruction.changedColumn(
                GOOGLE_STANDARD_SQL, "ALTER TABLE t ALTER COLUMN c SET DEFAULT (1)"))
        .isEmpty();
    assertThat(
            Destruction.changedColumn(
                GOOGLE_STANDARD_SQL, "ALTER TABLE t ALTER COLUMN c DROP DEFAULT"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "STRING(MAX), string(10), true",
    "STRING(20), string(10), true",
    "STRING(10), string(10), false",
    "STRING(10), string(20), false",
    "STRING(10), string(max), false",
    "STRING(10), bytes(10), true",
    "'ARRAY<STRING(20)>', array<string(10)>, true",
    "character varying(20), varchar(10), true",
    "character varying(10), varchar(20), false"
  })
  void knowsWhichTypeHoldsLess(String from, String to, boolean narrows) {
    assertThat(Destruction.narrows(from, to)).isEqualTo(narrows);
  }
}
