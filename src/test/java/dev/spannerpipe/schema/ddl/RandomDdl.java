package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Thinks up DDL statements over few names, so that they often meet. Many of them are wrong, and
/// the database rejects them.
public final class RandomDdl {
  private static final int TABLES = 3;
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  private static final List<String> BOTH =
      List.of(
          "DROP TABLE {if}{t}",
          "DROP INDEX {if}{i}",
          "DROP VIEW {if}{v}",
          "DROP SEQUENCE {if}{q}",
          "DROP CHANGE STREAM {s}",
          "ALTER TABLE {t} ADD COLUMN {ifnot}{c} {column}",
          "ALTER TABLE {t} ADD COLUMN {c} {column}",
          "ALTER TABLE {t} DROP COLUMN {c}",
          "ALTER TABLE {t} DROP COLUMN {c}",
          "ALTER TABLE {t} ALTER COLUMN {c} DROP DEFAULT",
          "ALTER TABLE {t} ADD CONSTRAINT {k} CHECK (id > {n})",
          "ALTER TABLE {t} ADD CHECK (id > {n})",
          "ALTER TABLE {t} ADD CONSTRAINT {k} FOREIGN KEY (a) REFERENCES {t} (id){action}",
          "ALTER TABLE {t} ADD FOREIGN KEY (a) REFERENCES {t} (id)",
          "ALTER TABLE {t} DROP CONSTRAINT {k}",
          "ALTER TABLE {t} SET ON DELETE {cascade}",
          "CREATE {unique}INDEX {i} ON {t} ({c}, {c} DESC)",
          "CREATE INDEX {ifnot}{i} ON {t} ({c} DESC)",
          "CREATE VIEW {v} SQL SECURITY INVOKER AS SELECT {x}id FROM {from}",
          "CREATE OR REPLACE VIEW {v} SQL SECURITY INVOKER AS SELECT {x}a FROM {from}",
          "CREATE CHANGE STREAM {s} FOR {t}",
          "CREATE CHANGE STREAM {s} FOR {t}({c})",
          "CREATE CHANGE STREAM {s} FOR ALL",
          "CREATE CHANGE STREAM {s}");

  private static final List<String> GOOGLE_SQL =
      List.of(
          "CREATE TABLE {t} (id INT64 NOT NULL, a INT64, {new} {column}) PRIMARY KEY (id)",
          "CREATE TABLE {ifnot}{t} (id INT64, a INT64 NOT NULL,) PRIMARY KEY (id DESC, a)",
          "CREATE TABLE {t} (id INT64 NOT NULL, a INT64, {new} {column}, CHECK (a > {n}), CONSTRAINT {k} FOREIGN KEY (a) REFERENCES {t} (id){action}) PRIMARY KEY (id, a), INTERLEAVE IN PARENT {t}{action}",
          "CREATE TABLE {t} (id INT64 PRIMARY KEY, ts TIMESTAMP, a INT64)",
          "ALTER TABLE {t} ALTER COLUMN {c} {type}",
          "ALTER TABLE {t} ALTER COLUMN {c} {type} NOT NULL",
          "ALTER TABLE {t} ALTER COLUMN {c} STRING({n}) DEFAULT ('{n}')",
          "ALTER TABLE {t} ALTER COLUMN {c} SET DEFAULT ('{n}')",
          "ALTER TABLE {t} ALTER COLUMN a SET DEFAULT ({n})",
          "ALTER TABLE {t} ALTER COLUMN ts SET OPTIONS (allow_commit_timestamp = true)",
          "ALTER TABLE {t} ALTER COLUMN ts SET OPTIONS (allow_commit_timestamp = null)",
          "ALTER TABLE {t} ADD ROW DELETION POLICY (OLDER_THAN(ts, INTERVAL {n} DAY))",
          "ALTER TABLE {t} REPLACE ROW DELETION POLICY (OLDER_THAN(ts, INTERVAL {n} DAY))",
          "ALTER TABLE {t} DROP ROW DELETION POLICY",
          "ALTER TABLE {t} RENAME TO {t}",
          "ALTER TABLE {t} RENAME TO {t}, ADD SYNONYM {t}",
          "ALTER TABLE {t} ADD SYNONYM {t}",
          "ALTER TABLE {t} DROP SYNONYM {t}",
          "CREATE NULL_FILTERED INDEX {i} ON {t} ({c}) STORING (a)",
          "CREATE INDEX {i} ON {t} (id, {c}), INTERLEAVE IN {t}",
          "ALTER INDEX {i} ADD STORED COLUMN {c}",
          "ALTER INDEX {i} DROP STORED COLUMN {c}",
          "CREATE SEQUENCE {ifnot}{q} OPTIONS (sequence_kind = 'bit_reversed_positive', start_with_counter = {n})",
          "CREATE SEQUENCE {q} BIT_REVERSED_POSITIVE SKIP RANGE 1, {n}",
          "ALTER SEQUENCE {q} SET OPTIONS (skip_range_min = 1, skip_range_max = {n})",
          "ALTER SEQUENCE {q} RESTART COUNTER WITH {n}",
          "ALTER CHANGE STREAM {s} SET OPTIONS (retention_period = '{n}h')",
          "ALTER DATABASE d SET OPTIONS (version_retention_period = '{n}h')");

  private static final List<String> POSTGRESQL =
      List.of(
          "CREATE TABLE {t} (id bigint, a bigint, {new} {column}, PRIMARY KEY (id))",
          "CREATE TABLE {ifnot}{t} (id bigint, a bigint NOT NULL, PRIMARY KEY (id, a))",
          "CREATE TABLE {t} (id bigint, a bigint, {new} {column}, CHECK (a > {n}), CONSTRAINT {k} FOREIGN KEY (a) REFERENCES {t} (id){action}, PRIMARY KEY (id, a)) INTERLEAVE IN PARENT {t}{action}",
          "CREATE TABLE public.{t} (ID bigint PRIMARY KEY, ts timestamptz, a bigint REFERENCES {t}(id))",
          "ALTER TABLE {t} ALTER COLUMN {c} TYPE {type}",
          "ALTER TABLE {t} ALTER COLUMN {c} SET DEFAULT '{n}'",
          "ALTER TABLE {t} ALTER COLUMN a SET DEFAULT {n}",
          "ALTER TABLE {t} RENAME TO {t}",
          "ALTER TABLE {t} RENAME WITH SYNONYM TO {t}",
          "ALTER TABLE {t} ADD SYNONYM {t}",
          "ALTER TABLE {t} DROP SYNONYM {t}",
          "CREATE INDEX {i} ON {t} ({c} NULLS FIRST) INCLUDE (a) WHERE {c} IS NOT NULL",
          "CREATE INDEX {i} ON {t} (id, {c}) INTERLEAVE IN {t}",
          "ALTER INDEX {i} ADD INCLUDE COLUMN {c}",
          "ALTER INDEX {i} DROP INCLUDE COLUMN {c}",
          "CREATE SEQUENCE {ifnot}{q} BIT_REVERSED_POSITIVE START COUNTER WITH {n}",
          "CREATE SEQUENCE {q} BIT_REVERSED_POSITIVE SKIP RANGE 1 {n}",
          "ALTER SEQUENCE {q} SKIP RANGE 1 {n}",
          "ALTER SEQUENCE {q} NO SKIP RANGE",
          "ALTER SEQUENCE {q} RESTART COUNTER WITH {n}",
          "ALTER CHANGE STREAM {s} SET (retention_period = '{n}h')",
          "ALTER CHANGE STREAM {s} RESET (retention_period)");

  private static final Map<String, List<String>> WORDS =
      Map.ofEntries(
          Map.entry("t", List.of("t1", "T2", "t3")),
          Map.entry("c", List.of("b", "C", "ts", "a")),
          // A table with the same column twice ends the emulator.
          Map.entry("new", List.of("b", "C", "ts")),
          Map.entry("i", List.of("i1", "I2", "i3")),
          Map.entry("v", List.of("v1", "V2")),
          Map.entry("q", List.of("q1", "Q2")),
          Map.entry("s", List.of("s1", "S2")),
          Map.entry("k", List.of("k1", "K2")),
          Map.entry("if", List.of("", "IF EXISTS ")),
          Map.entry("ifnot", List.of("", "IF NOT EXISTS ")),
          Map.entry("unique", List.of("", "UNIQUE ")),
          Map.entry("cascade", List.of("CASCADE", "NO ACTION")),
          Map.entry("action", List.of("", " ON DELETE CASCADE", " ON DELETE NO ACTION")));

  private static final Map<String, List<String>> GOOGLE_SQL_WORDS =
      Map.of(
          // GoogleSQL requires the table with each column of a view.
          "x",
          List.of("x."),
          "from",
          List.of("{t} AS x"),
          "type",
          List.of(
              "STRING(MAX)", "STRING(40)", "BYTES(10)", "TIMESTAMP", "INT64", "ARRAY<STRING(9)>"),
          "column",
          List.of(
              "STRING(20)",
              "STRING(MAX) NOT NULL DEFAULT ('x')",
              "INT64 DEFAULT (-1)",
              "TIMESTAMP OPTIONS (allow_commit_timestamp = true)",
              "STRING(MAX) AS (CONCAT('a', CAST(id AS STRING))) STORED",
              "STRING(MAX) AS (CONCAT('a', CAST(id AS STRING)))",
              "ARRAY<STRING(MAX)>",
              "ARRAY<FLOAT32>(vector_length=>3)",
              "INT64 GENERATED BY DEFAULT AS IDENTITY (BIT_REVERSED_POSITIVE)",
              "BOOL HIDDEN"));

  private static final Map<String, List<String>> POSTGRESQL_WORDS =
      Map.of(
          "x",
          List.of(""),
          "from",
          List.of("{t}"),
          "type",
          List.of("varchar", "varchar(40)", "text", "bytea", "timestamptz", "int8"),
          "column",
          List.of(
              "varchar(20)",
              "text NOT NULL DEFAULT 'x'",
              "bigint DEFAULT 7",
              "spanner.commit_timestamp",
              "text GENERATED ALWAYS AS ('a' || b) STORED",
              "varchar[]",
              "float8[] VECTOR LENGTH 3",
              "bigint GENERATED BY DEFAULT AS IDENTITY (BIT_REVERSED_POSITIVE)",
              "boolean"));

  private final Dialect dialect;
  private final SplittableRandom random;
  private int tables;

  public RandomDdl(Dialect dialect, long seed) {
    this.dialect = dialect;
    this.random = new SplittableRandom(seed);
  }

  /// Returns the next statement. The first ones make tables, for those after them to meet.
  public String next() {
    List<String> own = dialect == Dialect.POSTGRESQL ? POSTGRESQL : GOOGLE_SQL;
    if (tables < TABLES) {
      tables++;
      return filled(any(own.subList(0, 2)));
    }
    return filled(any(random.nextInt(5) == 0 ? BOTH.subList(5, 9) : any(List.of(BOTH, own))));
  }

  private String filled(String template) {
    String text = template;
    while (text.contains("{")) {
      text = PLACE.matcher(text).replaceAll(this::word);
    }
    return text;
  }

  private String word(MatchResult place) {
    String name = place.group(1);
    return name.equals("n")
        ? Integer.toString(10 + random.nextInt(60))
        : any(
            WORDS.getOrDefault(
                name,
                (dialect == Dialect.POSTGRESQL ? POSTGRESQL_WORDS : GOOGLE_SQL_WORDS)
                    .getOrDefault(name, List.of(name))));
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
