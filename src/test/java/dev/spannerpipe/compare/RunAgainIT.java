package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done again is really done again.
@Concurrent
class RunAgainIT {
  private static final String HEADER = "--liquibase formatted sql\n";

  @Test
  void runsEachTimeWhatShallRunAlways(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.repository().copyFixture("every-feature");

    for (int run = 1; run <= 3; run++) {
      both.update("every-feature/always.sql");

      assertThat(both.ours().rows("SELECT runs FROM counter"))
          .containsExactly(List.of(String.valueOf(run)));
    }
  }

  @Test
  void runsSchemaChangesAlwaysToo(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    both.repository()
        .write(
            "changelog.sql",
            HEADER
                + """
                --changeset ann:table
                CREATE TABLE t (id INT64, text STRING(MAX)) PRIMARY KEY (id);
                --changeset ann:index runAlways:true
                DROP INDEX IF EXISTS by_text;
                CREATE INDEX by_text ON t (text);
                """);
    for (int run = 1; run <= 3; run++) {
      both.update("changelog.sql");
      both.ours().execute("DROP INDEX by_text");
      both.theirs().execute("DROP INDEX by_text");
    }
    both.update("changelog.sql");
    assertThat(DatabaseState.schema(both.ours())).contains("CREATE INDEX by_text ON t(text)");
  }

  @Test
  void createsAgainWhatWasDroppedInBetween(@TempDir Path directory) {
    Comparison both = Comparison.in(directory);
    String create = "CREATE TABLE t (id INT64, text STRING(MAX)) PRIMARY KEY (id);\n";
    String changelog = HEADER;

    changelog += "--changeset ann:create\n" + create;
    both.repository().write("changelog.sql", changelog);
    both.update("changelog.sql");
    both.ours().update("INSERT INTO t (id) VALUES (1)");
    both.theirs().update("INSERT INTO t (id) VALUES (1)");

    changelog += "--changeset ann:drop\nDROP TABLE t;\n";
    both.repository().write("changelog.sql", changelog);
    both.update("changelog.sql");
    assertThat(DatabaseState.schema(both.ours())).isEmpty();

    changelog += "--changeset ann:create-again\n" + create;
    both.repository().write("changelog.sql", changelog);
    both.update("changelog.sql");
    assertThat(DatabaseState.schema(both.ours())).hasSize(1);
    assertThat(both.ours().rows("SELECT id FROM t")).isEmpty();
  }
}
