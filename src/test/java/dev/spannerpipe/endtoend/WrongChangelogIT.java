package dev.spannerpipe.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import org.junit.jupiter.api.Test;

/// Changelogs that cannot be read or that do not fit the history, each with the whole last line and
/// a complete record.
@Concurrent
class WrongChangelogIT extends WholeTool {
  private Result refused(int exitCode, String message) {
    Result result = pipe.run();
    assertThat(result.lastLine()).isEqualTo("✖ " + message);
    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(result.err()).doesNotContain("\tat ", "    at ");
    after(result).onRecordInFiles();
    return result;
  }

  private void prepareTables() {
    workspace.withSql("");
    workspace.with("empty.yaml", "databaseChangeLog: []\n");
    assertThat(pipe.with("CHANGELOG_FILE", "empty.yaml").run().exitCode()).isZero();
  }

  @Test
  void refusesWhatCannotBeRead() {
    refused(
        2,
        "Could not read the changelog changelog.sql: it does not exist in the clone directory."
            + " Correct CHANGELOG_FILE or SEARCH_PATH.");
    assertThat(database.ddl()).isEmpty();
    prepareTables();

    workspace.with("changelog.sql", "\n");
    assertInOrder(
        refused(
            2,
            "Could not read the changelog changelog.sql: the file is empty. Write a changelog into"
                + " it, or remove it."));

    workspace.with(
        "changelog.sql", "--liquibase formatted sql\n-- f\u00fcr\n".getBytes(ISO_8859_1));
    assertInOrder(
        refused(
            2,
            "Could not read the file changelog.sql: line 2 is not UTF-8 (byte 30). Save the file as"
                + " UTF-8."));

    workspace.withSql(changeSet("a\u001b[31mb", "SELECT 1;"));
    assertInOrder(
        refused(
            2,
            "Could not read the file changelog.sql: line 2 has the control character U+001B. Remove"
                + " that character."));

    workspace.withSql(table(1) + table(1));
    assertInOrder(
        refused(
            2,
            "The change set changelog.sql::1::ann occurs twice: changelog.sql:2 and"
                + " changelog.sql:4. Give one of them another id."));
  }

  @Test
  void refusesWrongIncludesAndChanges() {
    prepareTables();
    pipe = pipe.with("CHANGELOG_FILE", "a.yaml");

    workspace.with("a.yaml", include("b.yaml")).with("b.yaml", include("a.yaml"));
    assertInOrder(
        refused(
            2,
            "The changelog includes itself: a.yaml → b.yaml → a.yaml. Remove one of these"
                + " includes."));

    workspace.with("a.yaml", include("gone.sql"));
    assertInOrder(
        refused(
            2,
            "a.yaml:3 names the file gone.sql, which does not exist. Add the file or correct the"
                + " path; paths are relative to the search path, or with relativeToChangelogFile to"
                + " the file that names them."));

    workspace.with("a.yaml", include("../secret.sql"));
    assertInOrder(
        refused(
            2,
            "a.yaml:3 names the file ../secret.sql, which is outside of the clone directory. Keep"
                + " every file of the changelog inside of the repository."));

    workspace.with(
        "a.yaml",
        """
        databaseChangeLog:
          - changeSet:
              id: one
              author: ann
              changes:
                - creatTable: {tableName: t}
        """);
    assertInOrder(
        refused(
            2,
            "a.yaml:6 has a change of the unknown type creatTable. Write createTable, or write the"
                + " change as sql."));
  }

  private static String include(String file) {
    return "databaseChangeLog:\n  - include:\n      file: " + file + "\n";
  }

  @Test
  void refusesWhatDoesNotFitTheHistory() {
    workspace.withSql(tables(1, 3));
    apply();

    workspace.withSql(
        table(1)
            + changeSet("2", "CREATE TABLE T2 (Id INT64 NOT NULL, B INT64) PRIMARY KEY (Id);")
            + table(3));
    assertInOrder(
        refused(
            2,
            "Could not plan changelog.sql:4: change set changelog.sql::2::ann was edited after it"
                + " was applied (its checksum was 9:f50359a82325026f4833c96b06541438 and is now"
                + " 9:a47e01595999360d2c7a6a2bbe02c2a0). Restore its text and put the change into a"
                + " new change set; or, if the new text is equivalent, add validCheckSum"
                + " 9:f50359a82325026f4833c96b06541438 to the change set."));

    workspace.with("sub/changelog.sql", "--liquibase formatted sql\n" + tables(1, 3));
    pipe = pipe.with("CHANGELOG_FILE", "sub/changelog.sql");
    assertInOrder(
        refused(
            2,
            "Could not plan sub/changelog.sql:2: the history has change set 1 by ann and 2 more as"
                + " applied from changelog.sql, but in this changelog their path is sub/changelog.sql. Set"
                + " SEARCH_PATH so that the path is changelog.sql again, or give the file this"
                + " logicalFilePath."));

    workspace.withSql("");
    pipe = pipe.with("CHANGELOG_FILE", "changelog.sql").with("SEARCH_PATH", "sub");
    Result fits = pipe.run();
    assertThat(fits.exitCode()).isZero();
    assertInOrder(fits);
  }

  @Test
  void warnsOfWhatVanishedAndOfWhatComesLateAndGoesOn() {
    workspace.withSql(tables(1, 3));
    apply();
    workspace.withSql(table(1) + table(5) + table(3));

    Result result = pipe.run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.warnings())
        .containsExactly(
            "1 change set is applied but not in this changelog (the commit may be old, or another"
                + " repository may share the database): changelog.sql::2::ann.",
            "1 change set is pending although later ones are applied (a late merge), and will run:"
                + " changelog.sql::5::ann at changelog.sql:4.");
    assertThat(result.lastLine())
        .isEqualTo(
            "✔ Applied 1 change set to "
                + database.name()
                + " in <duration>; last change set: changelog.sql::5::ann.");
    assertThat(history()).containsExactly("1", "2", "3", "5");
    assertInOrder(result);
  }

  @Test
  void refusesWhatLosesDataUnlessThatIsWanted() {
    workspace.withSql(tables(1, 2));
    apply();
    workspace.withSql(
        tables(1, 2)
            + changeSet("delete", "DELETE FROM T2 WHERE true;")
            + changeSet("drop", "DROP TABLE T1;"));

    assertInOrder(
        refused(
            4,
            "Could not apply the plan: 2 data losses: change set changelog.sql::delete::ann at"
                + " changelog.sql:7 deletes rows of t2; change set changelog.sql::drop::ann at"
                + " changelog.sql:9 drops the table t1. If the data loss is intended, set"
                + " ALLOW_DESTRUCTIVE=true for this run."));
    assertThat(history()).containsExactly("1", "2");

    Result allowed = pipe.with("ALLOW_DESTRUCTIVE", "true").run();
    assertThat(allowed.exitCode()).isZero();
    assertThat(history()).containsExactly("1", "2", "delete", "drop");
    assertInOrder(allowed);
  }

  @Test
  void appliesOnlyThePlanThatWasReviewed() {
    workspace.withSql(table(1));
    String reviewed = digest();
    pipe = pipe.with("PLAN_SHA256", reviewed);
    workspace.withSql(tables(1, 2));

    assertInOrder(
        refused(
            4,
            "Could not apply the plan: its SHA-256 is "
                + digest()
                + ", but the reviewed one is "
                + reviewed
                + " (PLAN_SHA256). Review the plan that COMMAND=status shows now, and set"
                + " PLAN_SHA256 to its digest."));
    assertThat(history()).isEmpty();

    Result result = pipe.with("PLAN_SHA256", digest()).run();
    assertThat(result.exitCode()).isZero();
    assertThat(history()).containsExactly("1", "2");
    assertInOrder(result);
  }

  private String digest() {
    JsonObject status = Json.parseObject(pipe.run("status", "--json").out());
    return ((JsonObject) status.find("plan").orElseThrow()).text("sha256").orElseThrow();
  }
}
