package dev.spannerpipe.sql;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaChangeTest {
  /// Returns the head as `verb type name [on table] [?] | rest`.
  private static String head(Dialect dialect, String sql) {
    SchemaChange change = SchemaChange.of(dialect, sql);
    String rest = change.rest().stream().map(SqlToken::folded).collect(Collectors.joining(" "));
    boolean table = !change.table().isEmpty() && !change.table().equals(change.name());
    return "%s %s %s%s%s | %s"
        .formatted(
            change.verb(),
            change.kind().map(Enum::name).orElse("'" + change.type() + "'"),
            change.name(),
            table ? " on " + change.table() : "",
            change.conditional() ? " ?" : "",
            rest)
        .strip();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "CREATE SCHEMA s; create SCHEMA s |",
        "CREATE SCHEMA IF NOT EXISTS s; create SCHEMA s ? |",
        "CREATE TABLE IF NOT EXISTS s.T (a INT); create TABLE s.t ? | ( a int )",
        "CREATE INDEX i ON s.t (a); create INDEX i on s.t | ( a )",
        "CREATE UNIQUE NULL_FILTERED INDEX IF NOT EXISTS s.i ON s.t (a); create INDEX s.i on s.t ? | ( a )",
        "CREATE SEARCH INDEX IF NOT EXISTS i ON t (a); create SEARCH_INDEX i on t ? | ( a )",
        "CREATE VECTOR INDEX i ON t (a); create VECTOR_INDEX i on t | ( a )",
        "CREATE OR REPLACE VIEW s.v AS SELECT 1; create VIEW s.v ? | as select 1",
        "CREATE VIEW v SQL SECURITY DEFINER AS SELECT 1; create VIEW v | sql security definer as select 1",
        "CREATE SEQUENCE IF NOT EXISTS q; create SEQUENCE q ? |",
        "CREATE CHANGE STREAM IF NOT EXISTS c FOR ALL; create CHANGE_STREAM c ? | for all",
        "CREATE ROLE r; create ROLE r |",
        "CREATE OR REPLACE MODEL m REMOTE; create MODEL m ? | remote",
        "CREATE OR REPLACE PROPERTY GRAPH g NODE TABLES (t); create PROPERTY_GRAPH g ? | node tables ( t )",
        "CREATE FUNCTION s.f(a INT) AS (a); create FUNCTION s.f | ( a int ) as ( a )",
        "CREATE PROTO BUNDLE (a.B); create PROTO_BUNDLE  | ( a . b )",
        "CREATE LOCALITY GROUP l OPTIONS (storage = 'ssd'); create LOCALITY_GROUP l | options ( storage = ssd )",
        "CREATE PLACEMENT p OPTIONS (instance_partition = 'x'); create PLACEMENT p | options ( instance_partition = x )",
        "CREATE QUEUE q (a INT); create QUEUE q | ( a int )",
        "CREATE DATABASE d; create DATABASE d |",
        "ALTER DATABASE role SET OPTIONS (a = 'b'); alter DATABASE role | set options ( a = b )",
        "ALTER STATISTICS s SET OPTIONS (allow_gc = false); alter STATISTICS s | set options ( allow_gc = false )",
        "ALTER TABLE IF EXISTS t ADD COLUMN c INT; alter TABLE t ? | add column c int",
        "ALTER INDEX IF EXISTS i ADD STORED COLUMN c; alter INDEX i ? | add stored column c",
        "ALTER SEARCH INDEX i ADD STORED COLUMN c; alter SEARCH_INDEX i | add stored column c",
        "ALTER VECTOR INDEX i ADD STORED COLUMN c; alter VECTOR_INDEX i | add stored column c",
        "ALTER SEQUENCE IF EXISTS q SET OPTIONS (a = 1); alter SEQUENCE q ? | set options ( a = 1 )",
        "ALTER CHANGE STREAM c DROP FOR ALL; alter CHANGE_STREAM c | drop for all",
        "ALTER MODEL IF EXISTS m SET OPTIONS (a = 1); alter MODEL m ? | set options ( a = 1 )",
        "ALTER LOCALITY GROUP l SET OPTIONS (a = 1); alter LOCALITY_GROUP l | set options ( a = 1 )",
        "ALTER PROTO BUNDLE INSERT (a.B); alter PROTO_BUNDLE  | insert ( a . b )",
        "DROP SCHEMA IF EXISTS s; drop SCHEMA s ? |",
        "DROP TABLE IF EXISTS s.t; drop TABLE s.t ? |",
        "DROP INDEX IF EXISTS s.i; drop INDEX s.i ? |",
        "DROP SEARCH INDEX IF EXISTS i; drop SEARCH_INDEX i ? |",
        "DROP VECTOR INDEX IF EXISTS i; drop VECTOR_INDEX i ? |",
        "DROP VIEW IF EXISTS v; drop VIEW v ? |",
        "DROP SEQUENCE IF EXISTS q; drop SEQUENCE q ? |",
        "DROP CHANGE STREAM IF EXISTS c; drop CHANGE_STREAM c ? |",
        "DROP ROLE r; drop ROLE r |",
        "DROP MODEL IF EXISTS m; drop MODEL m ? |",
        "DROP PROPERTY GRAPH IF EXISTS g; drop PROPERTY_GRAPH g ? |",
        "DROP FUNCTION IF EXISTS f; drop FUNCTION f ? |",
        "DROP PROTO BUNDLE; drop PROTO_BUNDLE  |",
        "DROP LOCALITY GROUP l; drop LOCALITY_GROUP l |",
        "DROP PLACEMENT p; drop PLACEMENT p |",
        "DROP QUEUE q; drop QUEUE q |",
        "RENAME TABLE a TO b, c TO d; rename TABLE a | to b , c to d",
        "DROP CONSTRAINT c; drop CONSTRAINT c |",
        "DROP SYNONYM s; drop SYNONYM s |",
        "DROP SOMETHING NEW; drop 'something' new |",
        "DROP SEARCH; drop 'search'  |",
        "ANALYZE; analyze ''  |"
      })
  void readsTheHeadInBothDialects(String sql, String head) {
    assertThat(head(GOOGLE_STANDARD_SQL, sql)).isEqualTo(head);
    assertThat(head(POSTGRESQL, sql)).isEqualTo(head);
  }

  @ParameterizedTest
  @EnumSource(
      value = ObjectKind.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COLUMN", "FOREIGN_KEY", "CHECK", "GRANT", "UNKNOWN"})
  void findsEachKindByItsWords(ObjectKind kind) {
    assertThat(ObjectKind.of(kind.words())).contains(kind);
    for (Dialect dialect : Dialect.values()) {
      assertThat(SchemaChange.of(dialect, "/* a */ DROP " + kind.words() + " x").kind())
          .contains(kind);
    }
  }

  @Test
  void noStatementDropsAColumnByItself() {
    assertThat(SchemaChange.of(GOOGLE_STANDARD_SQL, "DROP COLUMN c").kind()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"only", "concurrently", "unique", "replace", "temporary", "exists", "if", "not"})
  void aModifierInThePlaceOfANameIsTheName(String name) {
    assertThat(head(GOOGLE_STANDARD_SQL, "DROP TABLE " + name))
        .isEqualTo("drop TABLE " + name + " |");
    assertThat(head(GOOGLE_STANDARD_SQL, "DROP TABLE IF EXISTS " + name))
        .isEqualTo("drop TABLE " + name + " ? |");
  }

  @Test
  void skipsWhatPostgresqlHasBeforeAName() {
    assertThat(head(POSTGRESQL, "ALTER TABLE IF EXISTS ONLY public.T DROP c"))
        .isEqualTo("alter TABLE t ? | drop c");
    assertThat(head(POSTGRESQL, "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY t (a)"))
        .isEqualTo("create INDEX i on t ? | ( a )");
    assertThat(head(POSTGRESQL, "CREATE UNIQUE INDEX ON t (a)"))
        .isEqualTo("create INDEX  on t | ( a )");
  }

  @Test
  void keepsTheCaseOfAQuotedNameOnlyInPostgresql() {
    assertThat(head(POSTGRESQL, "DROP TABLE \"S\".\"T\"")).isEqualTo("drop TABLE S.T |");
    assertThat(head(GOOGLE_STANDARD_SQL, "DROP TABLE `S`.`T`")).isEqualTo("drop TABLE s.t |");
  }
}
