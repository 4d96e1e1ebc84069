package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that fail with Liquibase, and what they leave behind.
@Concurrent
class FailuresIT {
  private static final String HEADER = "--liquibase formatted sql\n";
  private static final String IDS = "SELECT ID FROM DATABASECHANGELOG";

  /// Liquibase writes the history with a literal that GoogleSQL does not read, after the change set
  /// took effect, so that its next run fails on what is there already.
  @ParameterizedTest
  @ValueSource(strings = {"two\\nlines", "a \\\\ backslash"})
  void recordsAnyComment(String comment, @TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.repository()
        .write(
            "changelog.yaml",
            """
            databaseChangeLog:
              - changeSet:
                  id: 1
                  author: ann
                  comment: "%s"
                  changes: [{sql: CREATE TABLE t (id INT64) PRIMARY KEY (id)}]
            """
                .formatted(comment));

    Result theirs = both.liquibase().update("changelog.yaml");
    both.pipe().apply("changelog.yaml").succeeded();

    assertThat(theirs.exitCode()).isNotZero();
    assertThat(DatabaseState.schema(both.theirs())).hasSize(1);
    assertThat(both.theirs().rows(IDS)).isEmpty();
    assertThat(both.ours().rows(IDS)).containsExactly(List.of("1"));
    both.expectNothingPendingForLiquibase("changelog.yaml", RunOptions.NONE);
  }

  /// Each statement of Liquibase commits by itself; data statements of the pipe commit together.
  @Test
  void leavesNoHalfOfTheRows(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    String table = "--changeset ann:1\nCREATE TABLE t (id INT64, n INT64) PRIMARY KEY (id);\n";
    String rows =
        "--changeset ann:2\nINSERT INTO t (id) VALUES (1);\nINSERT INTO t (id) VALUES (%s);\n";
    both.repository().write("changelog.sql", HEADER + table + rows.formatted("'two'"));

    assertThat(both.liquibase().update("changelog.sql").exitCode()).isNotZero();
    assertThat(both.pipe().apply("changelog.sql").exitCode()).isEqualTo(5);
    assertThat(both.theirs().rows("SELECT id FROM t")).hasSize(1);
    assertThat(both.ours().rows("SELECT id FROM t")).isEmpty();

    both.repository().write("changelog.sql", HEADER + table + rows.formatted("2"));
    assertThat(both.liquibase().update("changelog.sql").exitCode()).isNotZero();
    both.pipe().apply("changelog.sql").succeeded();
    assertThat(both.ours().rows("SELECT id FROM t")).hasSize(2);
  }

  /// Liquibase starts a change set from its first statement again, which is there already.
  @Test
  void goesOnAfterTheStatementThatFailed(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    String changes =
        """
        --changeset ann:1
        CREATE TABLE t (id INT64, n INT64) PRIMARY KEY (id);
        INSERT INTO t (id) VALUES (1);
        ALTER TABLE t ADD COLUMN %s;
        """;
    both.repository().write("changelog.sql", HEADER + changes.formatted("n INT64"));
    assertThat(both.liquibase().update("changelog.sql").exitCode()).isNotZero();
    assertThat(both.pipe().apply("changelog.sql").exitCode()).isEqualTo(5);

    both.repository().write("changelog.sql", HEADER + changes.formatted("m INT64"));
    assertThat(both.liquibase().update("changelog.sql").exitCode()).isNotZero();
    both.pipe().apply("changelog.sql").succeeded();
    assertThat(both.ours().rows("SELECT * FROM t")).containsExactly(List.of("1", "null", "null"));
  }

  /// Both refuse a change set that was edited after it ran, and leave everything as it is.
  @Test
  void refusesWhatWasEdited(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    String change = "--changeset ann:1\nCREATE TABLE t (id INT64) PRIMARY KEY (id);\n";
    both.repository().write("changelog.sql", HEADER + change);
    both.update("changelog.sql");

    both.repository().write("changelog.sql", HEADER + change.replace("id INT64", "id STRING(9)"));
    assertThat(both.liquibase().update("changelog.sql").exitCode()).isNotZero();
    assertThat(both.pipe().apply("changelog.sql").exitCode()).isEqualTo(2);
    both.expectSame();

    String checksum =
        both.ours().rows("SELECT MD5SUM FROM DATABASECHANGELOG").getFirst().getFirst();
    both.repository()
        .write(
            "changelog.sql",
            HEADER
                + change
                    .replace("id INT64", "id STRING(9)")
                    .replace("ann:1", "ann:1\n--validCheckSum: " + checksum));
    both.update("changelog.sql");
  }

  /// Both stop at a precondition that says so.
  @Test
  void stopsAtAPrecondition(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.repository()
        .write(
            "changelog.sql",
            HEADER
                + """
                --changeset ann:1
                CREATE TABLE t (id INT64) PRIMARY KEY (id);
                --changeset ann:2
                --preconditions onFail:HALT
                --precondition-sql-check expectedResult:1 SELECT COUNT(*) FROM t
                INSERT INTO t (id) VALUES (1);
                --changeset ann:3
                INSERT INTO t (id) VALUES (3);
                """);

    assertThat(both.liquibase().update("changelog.sql").exitCode()).isNotZero();
    assertThat(both.pipe().apply("changelog.sql").exitCode()).isEqualTo(5);
    assertThat(both.ours().rows(IDS)).containsExactly(List.of("1"));
    both.expectSame();
  }
}
