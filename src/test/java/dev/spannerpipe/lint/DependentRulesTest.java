package dev.spannerpipe.lint;

import static dev.spannerpipe.lint.LintScenario.googleSql;
import static dev.spannerpipe.lint.LintScenario.postgreSql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DependentRulesTest {
  private static final String READERS =
      "Check that no reader of the stream needs what it no longer watches";

  private static final String GRANT = "Grant the privileges again in the same change set";
  private static final String ROLES = "Grant the roles what they need in the same change set";
  private static final String DELETES =
      "Check that each delete of the application may also delete these rows";

  /// A table with a key, and columns `a` and `b`.
  private static String table(Dialect dialect, String name, String more) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL ->
          "CREATE TABLE %s (id STRING(36) NOT NULL, a STRING(36), b STRING(36)) PRIMARY KEY (id)%s"
              .formatted(name, more);
      case POSTGRESQL ->
          "CREATE TABLE %s (id varchar(36), a varchar(36), b varchar(36), PRIMARY KEY (id))%s"
              .formatted(name, more.replace(",", ""));
    };
  }

  private static String table(Dialect dialect, String name) {
    return table(dialect, name, "");
  }

  private static LintScenario scenario(Dialect dialect, String... more) {
    List<String> ddl = new ArrayList<>(List.of(table(dialect, "t"), table(dialect, "u")));
    ddl.addAll(List.of(more));
    return LintScenario.of(dialect, ddl);
  }

  @ParameterizedTest
  @EnumSource
  void sp107ReportsAStreamThatWatchesLess(Dialect dialect) {
    assertThat(
            scenario(dialect, "CREATE CHANGE STREAM s FOR t, u")
                .then("ALTER CHANGE STREAM s SET FOR t(a)")
                .findings())
        .containsExactly(
            "SP107 warning at schema.sql:11: The change stream s watches t(a) instead of t, u. "
                + READERS);
    assertThat(
            scenario(dialect, "CREATE CHANGE STREAM s FOR ALL")
                .then("ALTER CHANGE STREAM s SET FOR t")
                .findings())
        .containsExactly(
            "SP107 warning at schema.sql:11: The change stream s watches t instead of ALL. "
                + READERS);
  }

  @ParameterizedTest
  @EnumSource
  void sp107IgnoresAStreamThatWatchesMoreOrOnlyMissesWhatIsGone(Dialect dialect) {
    assertThat(
            scenario(dialect, "CREATE CHANGE STREAM s FOR t(a, b), u")
                .then("ALTER CHANGE STREAM s SET FOR t(a)")
                .then("ALTER TABLE t DROP COLUMN b", "DROP TABLE u")
                .findings(LintRule.SP107))
        .isEmpty();
    assertThat(
            scenario(dialect, "CREATE CHANGE STREAM s FOR t(a)")
                .then("ALTER CHANGE STREAM s SET FOR t, u")
                .findings())
        .isEmpty();
    assertThat(
            scenario(dialect, "CREATE CHANGE STREAM s FOR t(a)")
                .then("ALTER CHANGE STREAM s SET FOR u")
                .then("ALTER CHANGE STREAM s SET FOR t(a), u")
                .findings())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sp107ReportsANewColumnThatAStreamDoesNotWatch(Dialect dialect) {
    LintScenario scenario =
        scenario(dialect, "CREATE CHANGE STREAM s FOR t(a)", "CREATE CHANGE STREAM k FOR t()")
            .then("ALTER TABLE t ADD COLUMN c varchar(9)");

    assertThat(scenario.findings())
        .containsExactly(
            "SP107 warning at schema.sql:11: The new column c of t is not watched by the change stream s, which names the columns of the table. Add the column with ALTER CHANGE STREAM if readers of the stream need it");
    assertThat(scenario.then("ALTER CHANGE STREAM s SET FOR t(a, c)").findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sp107SaysThatNoStreamWatchesANewTable(Dialect dialect) {
    assertThat(
            scenario(dialect, "CREATE CHANGE STREAM s FOR t").then(table(dialect, "w")).findings())
        .containsExactly(
            "SP107 info at schema.sql:11: No change stream watches the new table w, but change streams watch other tables. Add the table with ALTER CHANGE STREAM if readers of a stream need it");
    assertThat(
            scenario(dialect, "CREATE CHANGE STREAM s FOR ALL")
                .then(table(dialect, "w"), "ALTER TABLE t ADD COLUMN c varchar(9)")
                .findings())
        .isEmpty();
    assertThat(scenario(dialect, "CREATE CHANGE STREAM s").then(table(dialect, "w")).findings())
        .isEmpty();
  }

  private static String grant(Dialect dialect, String privilege, String table) {
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL -> "GRANT %s ON TABLE %s TO ROLE r".formatted(privilege, table);
      case POSTGRESQL -> "GRANT %s ON TABLE %s TO r".formatted(privilege, table);
    };
  }

  @ParameterizedTest
  @EnumSource
  void sp108ReportsATableThatLosesItsGrants(Dialect dialect) {
    LintScenario scenario =
        scenario(
                dialect,
                "CREATE ROLE r",
                grant(dialect, "SELECT", "t"),
                grant(dialect, "INSERT", "t"),
                grant(dialect, "DELETE", "t").replaceFirst(" r$", " public"),
                grant(dialect, "SELECT", "u"))
            .then("DROP TABLE t", table(dialect, "t"));

    assertThat(scenario.findings(LintRule.SP108))
        .containsExactly(
            "SP108 warning at schema.sql:11: The table t loses its grants: DELETE to public, INSERT to r and SELECT to r. "
                + GRANT,
            "SP108 warning at schema.sql:12: No role has a privilege on the new table t, but roles have privileges on other tables. "
                + ROLES);
    assertThat(
            scenario
                .then(
                    grant(dialect, "SELECT", "t"),
                    grant(dialect, "INSERT", "t"),
                    grant(dialect, "DELETE", "t").replaceFirst(" r$", " public"))
                .findings(LintRule.SP108))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sp108ReportsANewTableWithoutGrants(Dialect dialect) {
    LintScenario scenario =
        scenario(dialect, "CREATE ROLE r", grant(dialect, "SELECT", "t"))
            .then("ALTER TABLE t ADD COLUMN c varchar(9)", table(dialect, "w"));

    assertThat(scenario.findings(LintRule.SP108))
        .containsExactly(
            "SP108 warning at schema.sql:12: No role has a privilege on the new table w, but roles have privileges on other tables. "
                + ROLES);
    assertThat(scenario.then(grant(dialect, "SELECT", "w")).findings(LintRule.SP108)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sp108IgnoresRevokedGrantsDroppedTablesAndADatabaseWithoutGrants(Dialect dialect) {
    String revoke =
        grant(dialect, "SELECT", "t").replace("GRANT", "REVOKE").replace(" TO ", " FROM ");

    assertThat(
            scenario(dialect, "CREATE ROLE r", grant(dialect, "SELECT", "t"))
                .then(revoke)
                .findings())
        .isEmpty();
    assertThat(
            scenario(dialect, "CREATE ROLE r", grant(dialect, "SELECT", "t"))
                .then("DROP TABLE t")
                .findings(LintRule.SP108))
        .isEmpty();
    assertThat(scenario(dialect, "CREATE ROLE r").then(table(dialect, "w")).findings()).isEmpty();
  }

  @Test
  void sp401ReportsARenameWithoutASynonym() {
    String expected =
        "SP401 error at schema.sql:11: The table t is renamed to v, so every statement with the old name fails. Add the old name as a synonym, and drop the synonym when nobody uses it";

    assertThat(scenario(Dialect.GOOGLE_STANDARD_SQL).then("ALTER TABLE t RENAME TO v").findings())
        .containsExactly(expected);
    assertThat(scenario(Dialect.POSTGRESQL).then("ALTER TABLE t RENAME TO v").findings())
        .containsExactly(expected);
    assertThat(scenario(Dialect.GOOGLE_STANDARD_SQL).then("RENAME TABLE t TO v").findings())
        .containsExactly(expected);
  }

  @Test
  void sp401IgnoresASynonymAViewAndATableOfTheSamePlan() {
    assertThat(
            scenario(Dialect.GOOGLE_STANDARD_SQL)
                .then("ALTER TABLE t RENAME TO v, ADD SYNONYM t")
                .findings())
        .isEmpty();
    assertThat(
            scenario(Dialect.POSTGRESQL).then("ALTER TABLE t RENAME WITH SYNONYM TO v").findings())
        .isEmpty();
    assertThat(
            scenario(Dialect.POSTGRESQL)
                .then("ALTER TABLE t RENAME TO v")
                .then("CREATE VIEW t SQL SECURITY INVOKER AS SELECT id FROM v")
                .findings())
        .isEmpty();
    assertThat(
            googleSql()
                .then(table(Dialect.GOOGLE_STANDARD_SQL, "n"))
                .then("ALTER TABLE n RENAME TO m")
                .findings())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void sp404ReportsAForeignKeyThatCascades(Dialect dialect) {
    String key = "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u (id)";

    assertThat(scenario(dialect).then(key + " ON DELETE CASCADE").findings(LintRule.SP404))
        .containsExactly(
            "SP404 warning at schema.sql:11: A delete in the table u now also deletes rows of the table t. "
                + DELETES);
    assertThat(scenario(dialect).then(key).findings(LintRule.SP404)).isEmpty();
    assertThat(
            scenario(dialect, key + " ON DELETE CASCADE")
                .then(
                    "ALTER TABLE t DROP CONSTRAINT k",
                    key.replace(" k ", " k2 ") + " ON DELETE CASCADE")
                .findings(LintRule.SP404))
        .isEmpty();
  }

  @Test
  void sp404ReportsAnInterleavingThatCascades() {
    String child =
        "CREATE TABLE c (id STRING(36) NOT NULL, n STRING(9) NOT NULL) PRIMARY KEY (id, n), INTERLEAVE IN PARENT t ON DELETE NO ACTION";

    assertThat(
            scenario(Dialect.GOOGLE_STANDARD_SQL, child)
                .then("ALTER TABLE c SET ON DELETE CASCADE")
                .findings())
        .containsExactly(
            "SP404 warning at schema.sql:11: A delete in the table t now also deletes rows of the table c. "
                + DELETES);
    String postgres =
        "CREATE TABLE c (id varchar(36), n varchar(9), PRIMARY KEY (id, n)) INTERLEAVE IN PARENT t";
    assertThat(
            scenario(Dialect.POSTGRESQL, postgres)
                .then("ALTER TABLE c SET ON DELETE CASCADE")
                .findings())
        .containsExactly(
            "SP404 warning at schema.sql:11: A delete in the table t now also deletes rows of the table c. "
                + DELETES);
  }

  @Test
  void sp404IgnoresNewChildren() {
    assertThat(
            scenario(Dialect.GOOGLE_STANDARD_SQL)
                .then(
                    "CREATE TABLE c (id STRING(36) NOT NULL, n STRING(9) NOT NULL) PRIMARY KEY (id, n), INTERLEAVE IN PARENT t ON DELETE CASCADE")
                .findings())
        .isEmpty();
    assertThat(
            postgreSql(table(Dialect.POSTGRESQL, "t"))
                .then(
                    "CREATE TABLE c (id varchar(36), n varchar(9), PRIMARY KEY (id, n)) INTERLEAVE IN PARENT t ON DELETE CASCADE")
                .findings())
        .isEmpty();
  }
}
