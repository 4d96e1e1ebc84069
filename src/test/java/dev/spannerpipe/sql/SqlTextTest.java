package dev.spannerpipe.sql;

import static dev.spannerpipe.sql.Dialect.GOOGLE_STANDARD_SQL;
import static dev.spannerpipe.sql.Dialect.POSTGRESQL;
import static dev.spannerpipe.sql.StatementKind.DDL;
import static dev.spannerpipe.sql.StatementKind.DML;
import static dev.spannerpipe.sql.StatementKind.QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlTextTest {
  private static StatementKind google(String sql) {
    return SqlText.kind(GOOGLE_STANDARD_SQL, sql);
  }

  private static StatementKind postgres(String sql) {
    return SqlText.kind(POSTGRESQL, sql);
  }

  @Test
  void tellsKindsByTheFirstWord() {
    assertThat(google("create table t (id int64) primary key (id)")).isEqualTo(DDL);
    assertThat(google("  INSERT INTO t (id) VALUES (1)")).isEqualTo(DML);
    assertThat(google("Delete from t where true")).isEqualTo(DML);
    assertThat(google("select 1")).isEqualTo(QUERY);
    assertThat(google("(SELECT 1) UNION ALL (SELECT 2)")).isEqualTo(QUERY);
    assertThat(google("GRAPH g MATCH (n) RETURN n")).isEqualTo(QUERY);
  }

  @Test
  void looksPastCommentsAndHints() {
    assertThat(google("-- drop\n# delete\n/* insert */ UPDATE t SET a = 1 WHERE true"))
        .isEqualTo(DML);
    assertThat(google("@{PDML_MAX_PARALLELISM=1} DELETE FROM t WHERE true")).isEqualTo(DML);
    assertThat(postgres("/* outer /* insert */ still a comment */ drop table t")).isEqualTo(DDL);
    assertThat(google("/* not /* nested */ DROP TABLE t")).isEqualTo(DDL);
  }

  @Test
  void tellsDataChangesAfterAWithClause() {
    assertThat(postgres("with a as (select 1) insert into t select * from a")).isEqualTo(DML);
    assertThat(google("WITH a AS (SELECT 'insert' AS update_) SELECT * FROM a")).isEqualTo(QUERY);
  }

  @Test
  void leavesUnknownWordsToTheServer() {
    assertThat(google("CREAT TABLE t (id INT64)")).isEqualTo(DDL);
    assertThat(google("")).isEqualTo(DDL);
  }

  @Test
  void knowsWhenThereIsNothingToExecute() {
    assertThat(SqlText.isBlank(GOOGLE_STANDARD_SQL, " -- nothing\n ; # here\n/* either */"))
        .isTrue();
    assertThat(SqlText.isBlank(GOOGLE_STANDARD_SQL, "''")).isFalse();
  }

  @Test
  void takesCommentsOut() {
    assertThat(
            SqlText.withoutComments(
                GOOGLE_STANDARD_SQL,
                "-- before\nCREATE TABLE t ( # a table\n  id INT64, -- the key; of all\n"
                    + "  s STRING(9) DEFAULT ('-- no /* comment */ # here') /* but\nhere */\n)"
                    + " PRIMARY KEY (id) -- after"))
        .isEqualTo(
            """
            CREATE TABLE t (\s
              id INT64,\s
              s STRING(9) DEFAULT ('-- no /* comment */ # here') \s
            ) PRIMARY KEY (id)\
            """);
    assertThat(
            SqlText.withoutComments(
                POSTGRESQL, "/* one /* two */ */CREATE VIEW v AS SELECT '#' # 1 -- $$"))
        .isEqualTo("CREATE VIEW v AS SELECT '#' # 1");
  }

  @Test
  void findsStatementsThatSayTheSame() {
    assertThat(SqlText.same(GOOGLE_STANDARD_SQL, "DROP  TABLE `t` -- gone", "drop table `t`;"))
        .isTrue();
    assertThat(SqlText.same(GOOGLE_STANDARD_SQL, "SELECT 'A'", "SELECT 'a'")).isFalse();
    assertThat(SqlText.same(GOOGLE_STANDARD_SQL, "DROP TABLE t", "DROP TABLE u")).isFalse();
  }

  @Test
  void isNotMisledByQuotes() {
    assertThat(google("'''it's -- ''' SELECT")).isEqualTo(DDL);
    assertThat(SqlText.isBlank(GOOGLE_STANDARD_SQL, "r'\\' -- inside'")).isFalse();
    assertThat(SqlText.same(POSTGRESQL, "select $a$ -- x; $a$", "SELECT $a$ -- x; $a$")).isTrue();
    assertThat(SqlText.same(POSTGRESQL, "select $a$ -- x; $a$", "SELECT $a$ -- y; $a$")).isFalse();
    assertThat(SqlText.same(GOOGLE_STANDARD_SQL, "SELECT \"a\\\"--b\"", "SELECT \"a\\\"--c\""))
        .isFalse();
  }

  @Test
  void looksPastHintsInEverySpelling() {
    assertThat(google("@ /* a */ {a.b = '}; SELECT'} DELETE FROM t WHERE true")).isEqualTo(DML);
    assertThat(postgres("/*@ a = 1 */ UPDATE t SET a = 1 WHERE true")).isEqualTo(DML);
    assertThat(SqlText.withoutComments(POSTGRESQL, "SELECT /*@ a = 1 */ 1 /* b */"))
        .isEqualTo("SELECT /*@ a = 1 */ 1");
  }

  @Test
  void readsEscapesOfPostgresql() {
    assertThat(SqlTokenizer.tokens(POSTGRESQL, "E'it''s \\'; ' x 'C:\\' \"a\"\"b\""))
        .containsExactly(
            new SqlToken(SqlToken.Kind.STRING, "it''s \\'; "),
            new SqlToken(SqlToken.Kind.WORD, "x"),
            new SqlToken(SqlToken.Kind.STRING, "C:\\"),
            new SqlToken(SqlToken.Kind.QUOTED, "a\"\"b"));
  }

  @Test
  void shortensToOneLine() {
    assertThat(SqlText.shortened("CREATE TABLE t (\n  id INT64\n)", 100))
        .isEqualTo("CREATE TABLE t ( id INT64 )");
    assertThat(SqlText.shortened("abcdef", 4)).isEqualTo("abc…");
  }
}
