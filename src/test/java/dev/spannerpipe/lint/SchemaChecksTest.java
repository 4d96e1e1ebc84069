package dev.spannerpipe.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.ddl.SchemaReader;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaChecksTest {
  private static final List<String> GOOGLE_SQL =
      List.of(
          "CREATE TABLE Orders (id INT64) PRIMARY KEY (id)",
          "CREATE TABLE audit.Logs (id INT64) PRIMARY KEY (id)",
          "CREATE INDEX by_id ON Orders (id)",
          "CREATE VIEW latest SQL SECURITY INVOKER AS SELECT 1 AS one",
          "CREATE SEQUENCE numbers BIT_REVERSED_POSITIVE",
          "CREATE CHANGE STREAM changes FOR ALL",
          "CREATE ROLE reader");

  private static final List<String> POSTGRES =
      List.of(
          "CREATE TABLE \"Orders\" (id bigint PRIMARY KEY)",
          "CREATE TABLE audit.\"Logs\" (id bigint PRIMARY KEY)",
          "CREATE INDEX by_id ON \"Orders\" (id)",
          "CREATE VIEW latest SQL SECURITY INVOKER AS SELECT 1 AS one",
          "CREATE SEQUENCE numbers BIT_REVERSED_POSITIVE",
          "CREATE CHANGE STREAM changes FOR ALL");

  private static List<String> unknown(Dialect dialect, List<String> ddl, ChangeSet... changeSets) {
    return SchemaChecks.unknown(
            SchemaReader.read(dialect, ddl),
            new Changelog(List.of(changeSets), Set.of(), Optional.empty()))
        .map(LintScenario::text)
        .stream()
        .toList();
  }

  @Test
  void sp004NamesFiveObjectsThatNoStatementMentions() {
    String expected =
        "SP004 warning: 6 objects of the database are in no statement of this changelog: table audit.Logs, index by_id, change stream changes, view latest, sequence numbers and 1 more. Find out who manages them, so that two tools do not change the same objects";

    assertThat(
            unknown(
                Dialect.GOOGLE_STANDARD_SQL, GOOGLE_SQL, ChangeSets.of("1", "CREATE ROLE reader")))
        .containsExactly(expected);
  }

  @Test
  void sp004IgnoresObjectsThatSomeStatementMentions() {
    ChangeSet first =
        ChangeSets.of(
            "1",
            "CREATE TABLE orders (id INT64) PRIMARY KEY (id)",
            "CREATE INDEX BY_ID ON orders (id)",
            "CREATE TABLE audit.`Logs` (id INT64) PRIMARY KEY (id)",
            "CREATE CHANGE STREAM changes FOR ALL");
    ChangeSet second =
        ChangeSets.withSteps(
            "2",
            List.of(
                new Step.Live(
                    "createView viewName=latest",
                    new SourceLocation("a.yaml", 1),
                    _ -> List.of())));

    assertThat(unknown(Dialect.GOOGLE_STANDARD_SQL, GOOGLE_SQL, first, second))
        .containsExactly(
            "SP004 warning: 1 object of the database is in no statement of this changelog: sequence numbers. Find out who manages them, so that two tools do not change the same objects");
    assertThat(unknown(Dialect.POSTGRESQL, POSTGRES, first, second)).hasSize(1);
    assertThat(
            unknown(
                Dialect.POSTGRESQL,
                POSTGRES,
                first,
                second,
                ChangeSets.of("3", "DROP SEQUENCE numbers")))
        .isEmpty();
  }

  @Test
  void sp004SaysNothingIfAStatementIsNotKnown() {
    ChangeSet impossible =
        ChangeSets.refused("1", new ConfigurationFailure("it cannot be", "Change it"));

    assertThat(unknown(Dialect.GOOGLE_STANDARD_SQL, GOOGLE_SQL, impossible)).isEmpty();
  }
}
