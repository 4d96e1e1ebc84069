package dev.spannerpipe.plan.loss;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementLossesTest {
  private static List<String> losses(Dialect dialect, String sql) {
    return new StatementLosses(dialect)
        .of(sql).stream()
            .map(loss -> loss.kind() + " " + loss.object() + ": " + loss.clause())
            .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE Singers|DROP_TABLE table singers: drops the table singers",
        "drop table if exists my.Singers|DROP_TABLE table my.singers: drops the table my.singers",
        "DROP SCHEMA s|DROP_SCHEMA schema s: drops the schema s",
        "DROP SEQUENCE q|DROP_SEQUENCE sequence q: drops the sequence q",
        "DROP CHANGE STREAM c|DROP_CHANGE_STREAM change stream c: drops the change stream c",
        "DROP DATABASE d|DROP_DATABASE database d: drops the database d",
        "DROP PROTO BUNDLE|DROP_OTHER proto bundle: drops the proto bundle",
        "DROP QUEUE q|DROP_OTHER queue q: drops the queue q",
        "DROP ROLE GROUP g|DROP_OTHER role group: drops the role group",
        "DROP INDEX CACHE c IF EMPTY|DROP_OTHER index cache: drops the index cache",
        "DROP TABLE unique|DROP_TABLE table unique: drops the table unique",
        "DROP|DROP_OTHER object: drops the object",
        "DROP SEARCH TABLE t|DROP_OTHER search table t: drops the search table t",
        "ALTER TABLE Singers DROP COLUMN Name|DROP_COLUMN column name of singers: drops the column name of singers",
        "ALTER TABLE Singers DROP COLUMN IF EXISTS Name|DROP_COLUMN column name of singers: drops the column name of singers",
        "ALTER TABLE Singers DROP Name|DROP_COLUMN column name of singers: drops the column name of singers",
        "ALTER TABLE Singers DROP synonym|DROP_COLUMN column synonym of singers: drops the column synonym of singers",
        "ALTER TABLE Singers DROP row|DROP_COLUMN column row of singers: drops the column row of singers",
        "ALTER TABLE t ADD COLUMN a INT64, DROP COLUMN b|DROP_COLUMN column b of t: drops the column b of t",
        "ALTER TABLE t ALTER COLUMN c STRING(10)|ALTER_TYPE column c of t: string(10)",
        "ALTER TABLE t ALTER COLUMN c ARRAY<STRING(MAX)> NOT NULL|ALTER_TYPE column c of t: array<string(max)>",
        "ALTER TABLE t ALTER COLUMN c SET SOMETHING|ALTER_OTHER table t: alters the column c of t in a way that may lose data",
        "ALTER TABLE t ALTER COLUMN c|ALTER_OTHER table t: alters the column c of t in a way that may lose data",
        "ALTER TABLE t FORGET EVERYTHING|ALTER_OTHER table t: alters the table t in a way that may lose data",
        "ALTER TABLE t RENAME COLUMN a TO b|ALTER_OTHER table t: alters the table t in a way that may lose data",
        "ALTER TABLE t SET SCHEMA s|ALTER_OTHER table t: alters the table t in a way that may lose data",
        "ALTER TABLE t|ALTER_OTHER table t: alters the table t in a way that may lose data",
        "ALTER INDEX i FORGET x|ALTER_OTHER index i: alters the index i in a way that may lose data",
        "ALTER QUEUE q SET OPTIONS (a = 1)|ALTER_OTHER queue q: alters the queue q in a way that may lose data",
        "ALTER DATABASE d FORGET|ALTER_OTHER database d: alters the database d in a way that may lose data",
        "ALTER SEQUENCE q FORGET|ALTER_OTHER sequence q: alters the sequence q in a way that may lose data",
        "ALTER CHANGE STREAM c FORGET|ALTER_OTHER change stream c: alters the change stream c in a way that may lose data",
        "ALTER PROTO BUNDLE DELETE (a.B)|ALTER_OTHER proto bundle: alters the proto bundle in a way that may lose data",
        "ALTER|ALTER_OTHER object: alters the object in a way that may lose data",
        "DELETE FROM Singers WHERE true|DELETE_ROWS rows of singers: deletes rows of singers",
        "WITH old AS (SELECT 1) DELETE FROM Singers WHERE true|DELETE_ROWS rows of singers: deletes rows of singers",
        "/* all */ (DELETE FROM Singers WHERE true)|DELETE_ROWS rows of singers: deletes rows of singers",
        "EXPLAIN ANALYZE DELETE FROM Singers WHERE true|DELETE_ROWS rows of singers: deletes rows of singers",
        "WITH x AS (DELETE FROM a) DELETE FROM b|DELETE_ROWS rows of: deletes rows",
        "TRUNCATE TABLE Singers|DELETE_ROWS rows of: deletes rows",
        "BEGIN DROP TABLE t|DROP_OTHER object: may drop something",
        "EXECUTE ALTER TABLE t|ALTER_OTHER object: may alter something",
        "CREATE VIEW v AS SELECT 1; DROP TABLE t|DROP_TABLE table t: drops the table t"
      })
  void saysInBothDialectsWhatIsLost(String sql, String loss) {
    assertThat(losses(GOOGLE_STANDARD_SQL, sql)).containsExactly(loss);
    assertThat(losses(POSTGRESQL, sql)).containsExactly(loss);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (id INT64, ttl INT64) PRIMARY KEY (id)",
        "CREATE ANYTHING NEW (DROP TABLE t)",
        "CREATE FUNCTION f() AS (DELETE)",
        "GRANT DELETE ON TABLE t TO ROLE r",
        "REVOKE DELETE ON TABLE t FROM ROLE r",
        "ANALYZE",
        "RENAME TABLE a TO b, c TO d",
        "DROP INDEX i",
        "DROP SEARCH INDEX i",
        "DROP VECTOR INDEX i",
        "DROP VIEW v",
        "DROP VIEW v CASCADE",
        "DROP VIEW v RESTRICT",
        "DROP CONSTRAINT c",
        "DROP SYNONYM s",
        "DROP ROLE r",
        "DROP PROPERTY GRAPH g",
        "DROP FUNCTION f",
        "DROP MODEL m",
        "DROP LOCALITY GROUP l",
        "DROP PLACEMENT p",
        "DROP STATISTICS s",
        "ALTER INDEX i ADD STORED COLUMN c",
        "ALTER STATISTICS s SET OPTIONS (allow_gc = false)",
        "ALTER LOCALITY GROUP l SET OPTIONS (storage = 'ssd')",
        "ALTER DATABASE d SET OPTIONS (default_leader = 'eu')",
        "ALTER SEQUENCE q SET OPTIONS (start_with_counter = 7)",
        "ALTER SEQUENCE q RESTART COUNTER WITH 7",
        "ALTER CHANGE STREAM c SET FOR t",
        "ALTER CHANGE STREAM c DROP FOR ALL",
        "ALTER PROTO BUNDLE INSERT (a.B)",
        "ALTER TABLE t DROP CONSTRAINT c",
        "ALTER TABLE t DROP SYNONYM s",
        "ALTER TABLE t DROP ROW DELETION POLICY",
        "ALTER TABLE t ADD COLUMN c INT64 DEFAULT (1)",
        "ALTER TABLE t ADD c INT64",
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES u (a, b) ON DELETE CASCADE",
        "ALTER TABLE t SET ON DELETE CASCADE",
        "ALTER TABLE t SET INTERLEAVE IN PARENT u",
        "ALTER TABLE t SET OPTIONS (locality_group = 'l')",
        "ALTER TABLE t RENAME TO u, ADD SYNONYM t",
        "ALTER TABLE t ALTER COLUMN c SET DEFAULT (1)",
        "ALTER TABLE t ALTER COLUMN c DROP DEFAULT",
        "ALTER TABLE t ALTER COLUMN c DROP NOT NULL",
        "ALTER TABLE t ALTER COLUMN c SET OPTIONS (allow_commit_timestamp = true)",
        "ALTER TABLE t ALTER COLUMN c ALTER IDENTITY RESTART COUNTER WITH 7",
        "UPDATE t SET c = 'DROP TABLE t' WHERE true",
        "INSERT INTO t (c) VALUES ('DELETE FROM t')",
        "WITH x AS (SELECT 'DELETE FROM t' FROM t) SELECT 1 FROM x",
        "SELECT 'DROP' FROM t",
        "CRAETE TABLE t (id INT64) PRIMARY KEY (id)",
        "-- DROP TABLE t",
        ""
      })
  void findsNothingInTheRestInBothDialects(String sql) {
    assertThat(losses(GOOGLE_STANDARD_SQL, sql)).isEmpty();
    assertThat(losses(POSTGRESQL, sql)).isEmpty();
  }

  /// Every space of Unicode, control characters, and what cannot be seen.
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x20, 0x85, 0xA0, 0x1680, 0x180E, 0x2000, 0x2001,
        0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x200B, 0x2028,
        0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF
      })
  void everyWhiteSpaceSeparatesWordsInBothDialects(int space) {
    String sql = "¤DROP¤TABLE¤t".replace("¤", Character.toString(space));

    for (Dialect dialect : Dialect.values()) {
      assertThat(losses(dialect, sql)).containsExactly("DROP_TABLE table t: drops the table t");
      assertThat(losses(dialect, sql.replace("DROP", "DELETE").replace("TABLE", "FROM")))
          .containsExactly("DELETE_ROWS rows of t: deletes rows of t");
    }
  }

  @Test
  void aCarriageReturnEndsACommentInBothDialects() {
    for (Dialect dialect : Dialect.values()) {
      assertThat(losses(dialect, "-- a comment\rDROP TABLE t"))
          .containsExactly("DROP_TABLE table t: drops the table t");
    }
  }

  @Test
  void readsWhatOnlyGoogleSqlHas() {
    assertThat(
            losses(
                GOOGLE_STANDARD_SQL,
                "ALTER TABLE t ADD ROW DELETION POLICY (OLDER_THAN(At, INTERVAL 1 DAY))"))
        .containsExactly("EXPIRE_ROWS rows of t: lets rows of t expire");
    assertThat(
            losses(
                GOOGLE_STANDARD_SQL,
                "ALTER TABLE t REPLACE ROW DELETION POLICY (OLDER_THAN(At, INTERVAL 1 DAY))"))
        .containsExactly("EXPIRE_ROWS rows of t: lets rows of t expire");
    assertThat(losses(GOOGLE_STANDARD_SQL, "@{a='}', b=1} DELETE `my.Rows` WHERE true"))
        .containsExactly("DELETE_ROWS rows of my.rows: deletes rows of my.rows");
    assertThat(losses(GOOGLE_STANDARD_SQL, "DROP `INDEX` t"))
        .containsExactly("DROP_OTHER object index: drops the object index");
    assertThat(
            losses(
                GOOGLE_STANDARD_SQL,
                "ALTER DATABASE d SET OPTIONS (version_retention_period='1h')"))
        .containsExactly(
            "SHORTEN_RETENTION database d: shortens the retention period of the database d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE t DROP COLUMN ttl",
        "ALTER TABLE t DROP COLUMN \"ttl\"",
        "ALTER TABLE t DROP \"ttl\""
      })
  void doesNotMistakeAColumnForTheDeletionOfRows(String sql) {
    assertThat(losses(POSTGRESQL, sql))
        .containsExactly("DROP_COLUMN column ttl of t: drops the column ttl of t");
  }

  @Test
  void readsWhatOnlyPostgreSqlHas() {
    assertThat(losses(POSTGRESQL, "ALTER TABLE t ADD TTL INTERVAL '1 day' ON at"))
        .containsExactly("EXPIRE_ROWS rows of t: lets rows of t expire");
    assertThat(losses(POSTGRESQL, "ALTER TABLE t ALTER TTL INTERVAL '1 day' ON at"))
        .containsExactly("EXPIRE_ROWS rows of t: lets rows of t expire");
    assertThat(losses(POSTGRESQL, "ALTER TABLE t DROP TTL")).isEmpty();
    assertThat(losses(POSTGRESQL, "ALTER TABLE t RENAME WITH SYNONYM TO u")).isEmpty();
    assertThat(
            losses(POSTGRESQL, "ALTER TABLE t ALTER COLUMN c SET DATA TYPE character varying(9)"))
        .containsExactly("ALTER_TYPE column c of t: charactervarying(9)");
    assertThat(losses(POSTGRESQL, "alter table t alter c type varchar(9), drop d"))
        .containsExactly(
            "ALTER_TYPE column c of t: varchar(9)",
            "DROP_COLUMN column d of t: drops the column d of t");
    assertThat(losses(POSTGRESQL, "DROP TABLE \"T\""))
        .containsExactly("DROP_TABLE table T: drops the table T");
    assertThat(losses(POSTGRESQL, "ALTER DATABASE d SET spanner.version_retention_period = '1h'"))
        .containsExactly(
            "SHORTEN_RETENTION database d: shortens the retention period of the database d");
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
    "character varying(10), varchar(20), false",
    "character varying(10), charactervarying(20), false"
  })
  void knowsWhichTypeHoldsLess(String from, String to, boolean narrows) {
    assertThat(ColumnTypes.narrows(from, to)).isEqualTo(narrows);
  }
}
