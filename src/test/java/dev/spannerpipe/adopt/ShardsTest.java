package dev.spannerpipe.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which statements can be replayed in databases of their own.
class ShardsTest {
  private static String table(int number) {
    return "CREATE TABLE T%d (Id INT64) PRIMARY KEY (Id)".formatted(number);
  }

  private static Set<String> tables(int to) {
    Set<String> statements = new LinkedHashSet<>();
    IntStream.rangeClosed(1, to).forEach(number -> statements.add(table(number)));
    return statements;
  }

  private static Shards shards(Set<String> statements) {
    return Shards.of(Dialect.GOOGLE_STANDARD_SQL, statements).orElseThrow();
  }

  private static int part(Shards shards, String statement) {
    return IntStream.range(0, shards.count())
        .filter(part -> shards.has(part, statement))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSmallSchemaHasOnePart() {
    assertThat(Shards.of(Dialect.GOOGLE_STANDARD_SQL, tables(Shards.STATEMENTS))).isEmpty();
  }

  @Test
  void eachPartHasAtMostSoManyStatements() {
    Set<String> statements = tables(2 * Shards.STATEMENTS + 1);
    Shards shards = shards(statements);

    assertThat(shards.count()).isEqualTo(3);
    for (int i = 0; i < shards.count(); i++) {
      int part = i;
      assertThat(statements.stream().filter(each -> shards.has(part, each)).count())
          .isBetween(1L, (long) Shards.STATEMENTS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE T1 ADD FOREIGN KEY (Id) REFERENCES T777 (Id)",
        "CREATE VIEW V SQL SECURITY INVOKER AS SELECT T1.Id FROM T1 JOIN `t777` ON true",
        "CREATE TABLE C (Id INT64) PRIMARY KEY (Id), INTERLEAVE IN PARENT T1",
        "CREATE CHANGE STREAM S FOR T1, T777",
        "ALTER TABLE T1 ADD COLUMN C INT64 DEFAULT (nextval('T777'))"
      })
  void whatOneStatementNamesStaysTogether(String statement) {
    Set<String> statements = tables(900);
    statements.add(statement);
    statements.add("CREATE INDEX I ON T777 (Id)");
    Shards shards = shards(statements);

    assertThat(part(shards, statement)).isEqualTo(part(shards, table(1)));
    assertThat(part(shards, "CREATE INDEX I ON T777 (Id)")).isEqualTo(part(shards, table(777)));
    if (statement.toUpperCase(Locale.ROOT).contains("T777")) {
      assertThat(part(shards, table(777))).isEqualTo(part(shards, table(1)));
    }
  }

  @Test
  void anOptionOfTheDatabaseBelongsToEachPart() {
    String option = "ALTER DATABASE d SET OPTIONS (default_leader = 'europe-west1')";
    Set<String> statements = tables(900);
    statements.add(option);
    Shards shards = shards(statements);

    assertThat(IntStream.range(0, shards.count()).allMatch(part -> shards.has(part, option)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GRANT SELECT ON TABLE T1 TO ROLE r",
        "CREATE CHANGE STREAM S FOR ALL",
        "CREATE PROTO BUNDLE (a.B)",
        "CREATE SCHEMA app",
        "RENAME TABLE T1 TO T2",
        "CREATE PROPERTY GRAPH G NODE TABLES (T1)",
        "ANALYZE"
      })
  void aStatementThatMayBeAboutMoreThanItNamesMakesOnePart(String statement) {
    Set<String> statements = tables(900);
    statements.add(statement);

    assertThat(Shards.of(Dialect.GOOGLE_STANDARD_SQL, statements)).isEmpty();
  }
}
