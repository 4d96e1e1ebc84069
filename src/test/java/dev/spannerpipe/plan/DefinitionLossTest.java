package dev.spannerpipe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.loss.DataLossDetector;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `ALTER COLUMN` with a type drops of the live column without naming it.
class DefinitionLossTest {
  private static final String NOW = "CURRENT_TIMESTAMP()";

  private final FakeSchema schema = new FakeSchema();
  private Dialect dialect = Dialect.GOOGLE_STANDARD_SQL;

  private Plan assess(String... statements) {
    Changelog changelog =
        new Changelog(List.of(ChangeSets.of("1", statements)), Set.of(), Optional.empty());
    Plan plan = Planner.plan(dialect, changelog, List.of(), Optional.empty(), Optional.empty());
    return new DataLossDetector(dialect, schema).assess(plan);
  }

  private List<String> lost(String... statements) {
    return assess(statements).definitionLosses().stream().map(DefinitionLoss::clause).toList();
  }

  @Test
  void namesColumnAndPlaceAndIsNoDataLoss() {
    schema.withDefinition("t", "c", "NO", "'x'");

    Plan plan = assess("SELECT 1", "ALTER TABLE T ALTER COLUMN C STRING(20)");

    assertThat(plan.losses()).isEmpty();
    assertThat(plan.definitionLosses())
        .containsExactly(
            new DefinitionLoss(
                "column c of t",
                new ChangeSetId("schema.sql", "1", "ann"),
                new SourceLocation("schema.sql", 3),
                "drops NOT NULL and DEFAULT ('x') of column c of t, which it does not repeat"));
    assertThat(plan.definitionLosses().getFirst().text())
        .isEqualTo(
            "change set schema.sql::1::ann at schema.sql:3 drops NOT NULL and DEFAULT ('x') of"
                + " column c of t, which it does not repeat");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          STRING(20) NOT NULL DEFAULT ('y') ON UPDATE (CURRENT_TIMESTAMP())         |
          STRING(20) NOT NULL DEFAULT ('y')                                         | ON UPDATE (CURRENT_TIMESTAMP())
          string(20) not/**/null on update (CURRENT_TIMESTAMP())                    | DEFAULT ('x')
          STRING(20) DEFAULT (IF(a IS NOT NULL, 'on update', '')) ON UPDATE (now()) | NOT NULL
          STRING(20)                                                                | NOT NULL and DEFAULT ('x') and ON UPDATE (CURRENT_TIMESTAMP())
          SET DEFAULT ('y')                                                         |
          DROP DEFAULT                                                              |
          DROP ON UPDATE                                                            |
          SET OPTIONS (allow_commit_timestamp = true)                               |
          """)
  void isWhatTheStatementDoesNotRepeat(String clause, String lost) {
    schema.withDefinition("t", "c", "NO", "'x'", NOW);

    assertThat(lost("ALTER TABLE t ALTER COLUMN c " + clause))
        .isEqualTo(
            lost == null
                ? List.of()
                : List.of("drops " + lost + " of column c of t, which it does not repeat"));
  }

  @Test
  void findsTheColumnInEverySpelling() {
    schema.withDefinition("t", "c", "NO", null);

    assertThat(lost("alter table IF EXISTS `T` alter column `C` STRING(MAX)")).hasSize(1);
    assertThat(lost("ALTER TABLE t ALTER C STRING(MAX)")).hasSize(1);
  }

  @Test
  void looksAtTheTableByTheNameThatIsLive() {
    schema.withDefinition("t", "c", "NO", null);

    assertThat(lost("ALTER TABLE t RENAME TO u", "ALTER TABLE u ALTER COLUMN c STRING(20)"))
        .containsExactly("drops NOT NULL of column c of u, which it does not repeat");
  }

  @Test
  void isNothingWhereThePlanMakesTheColumn() {
    schema.withDefinition("t", "c", "NO", null);

    assertThat(
            lost(
                "DROP TABLE t",
                "CREATE TABLE t (c STRING(10) NOT NULL) PRIMARY KEY (c)",
                "ALTER TABLE t ALTER COLUMN c STRING(20)"))
        .isEmpty();
    assertThat(lost("ALTER TABLE t ALTER COLUMN other STRING(20)")).isEmpty();
  }

  @Test
  void isNothingWhereTheColumnHasNothingToLose() {
    schema.withDefinition("t", "c", "YES", null, null);

    assertThat(lost("ALTER TABLE t ALTER COLUMN c STRING(20)")).isEmpty();
  }

  /// PostgreSQL's statement changes the type alone.
  @Test
  void isNothingInThePostgresqlDialect() {
    dialect = Dialect.POSTGRESQL;
    schema.withDefinition("t", "c", "NO", "'x'");

    assertThat(lost("ALTER TABLE t ALTER COLUMN c TYPE varchar(20)")).isEmpty();
  }
}
