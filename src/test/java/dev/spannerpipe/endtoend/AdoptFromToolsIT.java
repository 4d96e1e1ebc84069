package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A database that another migration tool built.
@Concurrent
class AdoptFromToolsIT extends WholeTool {
  private static final String VERSIONS =
      "CREATE TABLE SchemaMigrations (Version INT64 NOT NULL, Dirty BOOL NOT NULL) PRIMARY KEY"
          + " (Version)";

  private PipeRun adopt;

  @BeforeEach
  void buildAsMigrationsDo() {
    adopt =
        pipe.with("COMMAND", "adopt")
            .with("CHANGELOG_FILE", "changelog.yaml")
            .with("ADOPT_FROM", "golang-migrate");
    workspace.with("changelog.yaml", "databaseChangeLog:\n  - includeAll: {path: migrations}\n");
    workspace.with("migrations/000001_a.up.sql", sql("A"));
    workspace.with("migrations/000002_data.up.sql", "INSERT INTO A (Id) VALUES (1)");
    workspace.with("migrations/000003_b.up.sql", sql("B"));
    workspace.with("migrations/000004_c.up.sql", sql("C"));
    database.execute(sql("A"), VERSIONS);
  }

  private static String sql(String table) {
    return "CREATE TABLE " + table + " (Id INT64 NOT NULL) PRIMARY KEY (Id)";
  }

  private void version(int version, boolean dirty) {
    database.update(
        "INSERT INTO SchemaMigrations (Version, Dirty) VALUES (%d, %s)".formatted(version, dirty));
  }

  private String sha256() {
    return Json.parseObject(workspace.text(".spanner-pipe/" + database.name() + "/adopt.json"))
        .text("sha256")
        .orElseThrow();
  }

  private void assertFails(Result result, int exitCode, String lastLine) {
    assertThat(result.exitCode()).as("%s", result).isEqualTo(exitCode);
    assertThat(result.lastLine()).isEqualTo("✖ " + lastLine);
    assertThat(database.ddl()).noneMatch(statement -> statement.contains("DATABASECHANGELOG"));
  }

  @Test
  void theVersionChoosesAmongPrefixesThatMakeTheSameSchema() {
    version(2, false);

    assertThat(adopt.run().succeeded().lastLine())
        .startsWith("✔ Nothing was written: 2 change sets can be adopted, and 2 stay pending. ");
    adopt.with("PLAN_SHA256", sha256()).run().succeeded();

    assertThat(database.rows("SELECT FILENAME FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED"))
        .containsExactly(
            List.of("migrations/000001_a.up.sql"), List.of("migrations/000002_data.up.sql"));
    assertThat(adopt.run("apply").succeeded().lastLine()).contains("Applied 2 change sets");
    assertThat(database.rows("SELECT Version FROM SchemaMigrations")).containsExactly(List.of("2"));
  }

  @Test
  void stopsIfTheVersionIsAnotherOneThanThatOfTheSchema() {
    version(3, false);

    assertFails(
        adopt.run(),
        5,
        "Could not adopt: the schema is that of the first 2 of 4 change sets (up to"
            + " migrations/000002_data.up.sql::raw::includeAll), but SchemaMigrations has version 3,"
            + " and migrations/000003_b.up.sql::raw::includeAll has version 3, which is applied by"
            + " SchemaMigrations. Find out which of both is right; ADOPT_FROM=live decides by the"
            + " schema alone.");
  }

  @Test
  void stopsAtADirtyFlag() {
    version(2, true);

    assertFails(
        adopt.run(),
        5,
        "Could not adopt: migration 2 began and failed (the table SchemaMigrations has it as"
            + " dirty). Finish or undo the migration with the tool that began it, clear its dirty"
            + " flag, and run again.");
  }

  @Test
  void saysThatTheToolHasNoTable() {
    database.execute("DROP TABLE SchemaMigrations");

    assertFails(
        adopt.with("ADOPT_FROM", "wrench").run(),
        2,
        "Could not adopt from wrench: the database has no table SchemaMigrations with the columns"
            + " Version and Dirty. Set ADOPT_FROM to what built the database, or remove it: the"
            + " schema alone decides then.");
  }

  @Test
  void eachVersionOfTheForkOfWrenchHasToFit() {
    database.execute(
        "CREATE TABLE SchemaMigrationsHistory (Version INT64 NOT NULL, Dirty BOOL NOT NULL, Created"
            + " TIMESTAMP, Modified TIMESTAMP) PRIMARY KEY (Version)");
    version(4, false);
    PipeRun wrench = adopt.with("ADOPT_FROM", "wrench");
    database.update("INSERT INTO SchemaMigrationsHistory (Version, Dirty) VALUES (1, false)");

    assertThat(wrench.run().succeeded().lastLine())
        .startsWith("✔ Nothing was written: 1 change set can be adopted, and 3 stay pending. ");
  }

  @Test
  void confirmsTheHistoryOfLiquibase() {
    workspace.withSql(tables(1, 1));
    apply();
    workspace.withSql(tables(1, 3));
    PipeRun liquibase = pipe.with("COMMAND", "adopt").with("ADOPT_FROM", "liquibase");

    assertThat(liquibase.run().succeeded().lastLine())
        .isEqualTo(
            "✔ Nothing to adopt: the history of Liquibase has 1 row and is read as it is. 1 change"
                + " set applied, 2 pending, and 0 not in this changelog.");
  }

  @Test
  void saysThatLiquibaseHasNoHistory() {
    assertFails(
        adopt.with("ADOPT_FROM", "liquibase").run(),
        5,
        "Could not adopt from liquibase: DATABASECHANGELOG is missing or has no rows. Set"
            + " ADOPT_FROM=live if the database was built by other means.");
  }
}
