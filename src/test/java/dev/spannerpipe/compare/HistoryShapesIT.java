package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The history's tables as other versions of the extension make them: what is there is used as it
/// is.
@Concurrent
class HistoryShapesIT {
  /// As version 4.33.0.3 of the extension makes them.
  private static final List<String> NEWER =
      List.of(
          """
          CREATE TABLE DATABASECHANGELOG (
            ID STRING(255) NOT NULL, AUTHOR STRING(255) NOT NULL, FILENAME STRING(255) NOT NULL,
            DATEEXECUTED TIMESTAMP NOT NULL, ORDEREXECUTED INT64 NOT NULL,
            EXECTYPE STRING(10) NOT NULL, MD5SUM STRING(35), DESCRIPTION STRING(255),
            COMMENTS STRING(255), TAG STRING(255), LIQUIBASE STRING(20), CONTEXTS STRING(255),
            LABELS STRING(255), DEPLOYMENT_ID STRING(10)
          ) PRIMARY KEY (ID, AUTHOR, FILENAME)""",
          """
          CREATE TABLE DATABASECHANGELOGLOCK (
            ID INT64 NOT NULL, LOCKED BOOL NOT NULL, LOCKGRANTED TIMESTAMP, LOCKEDBY STRING(255)
          ) PRIMARY KEY (ID)""");

  private static final String FIRST =
      """
      --liquibase formatted sql
      --changeset ann:1 context:a labels:b
      --comment: the first
      CREATE TABLE t (id INT64) PRIMARY KEY (id);
      """;
  private static final String SECOND =
      """
      --changeset ann:2 runOnChange:true
      INSERT INTO t (id) VALUES (1);
      """;

  @Test
  void writesIntoTheNewerShape(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.ours().execute(NEWER.toArray(String[]::new));
    both.theirs().execute(NEWER.toArray(String[]::new));
    both.repository().write("changelog.sql", FIRST);
    both.update("changelog.sql");
    both.repository().write("changelog.sql", FIRST + SECOND);
    both.update("changelog.sql");
    both.repository().write("changelog.sql", FIRST + SECOND.replace("(1)", "(2)"));
    both.update("changelog.sql");

    both.expectNothingPendingForLiquibase("changelog.sql", RunOptions.NONE);
    both.expectNothingPendingForPipe("changelog.sql", RunOptions.NONE);
    assertThat(both.ours().ddl()).anyMatch(ddl -> ddl.contains("EXECTYPE STRING(10) NOT NULL"));
  }

  @Test
  void usesTheTablesThatLiquibaseMade(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.repository().write("changelog.sql", FIRST);
    both.liquibase().update("changelog.sql").succeeded();
    both.pipe().apply("changelog.sql").succeeded();
    both.repository().write("changelog.sql", FIRST + SECOND);

    both.pipeOnTheirs().apply("changelog.sql").succeeded();
    both.liquibaseOnOurs().update("changelog.sql").succeeded();

    both.expectSame();
    assertThat(both.theirs().ddl())
        .anyMatch(ddl -> ddl.contains("exectype STRING(MAX)") || ddl.contains("execType"));
  }
}
