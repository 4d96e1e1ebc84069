package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files in formatted SQL with mistakes that plain Liquibase says nothing of.
@Concurrent
class FaultsInOldFilesIT {
  private static final List<String> MISTAKES =
      List.of(
          "faults.sql:2 has \"CREATE TABLE dropped (x INT64) PRIMARY KEY (x);\" above the first change set",
          "faults.sql:3 has \"contexts:prod\", which Liquibase ignores",
          "faults.sql:3 has \"runOnChange:yes\", which is neither true nor false",
          "faults.sql:5 has \"--rollbak DROP TABLE a;\", which Liquibase reads as a comment",
          "faults.sql:6 has \"--chageset ann:2\", which Liquibase does not recognize as the header",
          "faults.sql:8 has \"--include file:other.sql\", which only Liquibase Pro reads",
          "faults.sql:9 has \"context:!prod and !test\", but Liquibase reads only \"!prod\"",
          "late.sql:2 has \"--liquibase formatted sql\" below other lines");

  private static void write(Repository repository) {
    repository.write(
        "changelog.yaml",
        """
        databaseChangeLog:
          - include: {file: faults.sql}
          - include: {file: late.sql}
        """);
    repository.write(
        "faults.sql",
        """
        --liquibase formatted sql
        CREATE TABLE dropped (x INT64) PRIMARY KEY (x);
        --changeset ann:1 contexts:prod runOnChange:yes
        CREATE TABLE a (id INT64, n INT64) PRIMARY KEY (id);
        --rollbak DROP TABLE a;
        --chageset ann:2
        INSERT INTO a (id, n) VALUES (1, 1);
        --include file:other.sql
        --changeset ann:3 context:!prod and !test
        INSERT INTO a (id, n) VALUES (3, 1);
        """);
    repository.write(
        "late.sql",
        """
        -- Copyright
        --liquibase formatted sql
        --changeset ann:5
        INSERT INTO a (id, n) VALUES (5, 1)
        """);
  }

  @Test
  void stopNoRunOnceLiquibaseHasAppliedThem(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    write(both.repository());
    both.liquibase().update("changelog.yaml").succeeded();
    List<List<String>> rows = both.theirs().rows("SELECT id, n FROM a ORDER BY id");
    assertThat(rows).hasSize(3);

    Result result = both.pipeOnTheirs().apply("changelog.yaml").succeeded();

    assertThat(result.output()).contains(MISTAKES);
    assertThat(both.theirs().rows("SELECT id, n FROM a ORDER BY id")).isEqualTo(rows);
    both.liquibase().update("changelog.yaml").succeeded();
    assertThat(both.theirs().rows("SELECT COUNT(*) FROM DATABASECHANGELOG"))
        .containsExactly(List.of("3"));
  }

  @Test
  void areRejectedBeforeAnythingRuns(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    write(both.repository());

    Result result = both.pipe().apply("changelog.yaml");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.output()).contains(MISTAKES);
    assertThat(DatabaseState.schema(both.ours())).isEmpty();
  }
}
