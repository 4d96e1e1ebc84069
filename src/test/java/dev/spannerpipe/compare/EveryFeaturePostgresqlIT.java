package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The PostgreSQL dialect has no Liquibase to compare with: the changelog ends in what is written
/// down beside it, and a second run has nothing to do.
@Concurrent
class EveryFeaturePostgresqlIT {
  private static final String CHANGELOG = "every-feature-postgresql/changelog.yaml";
  private static final String[] OPTIONS = {"--contexts=test", "--labels=release"};

  @Test
  void endsInTheExpectedSchemaAndRows(@TempDir Path directory) throws IOException {
    EmulatorServer server = EmulatorServer.running();
    TestDatabase database = server.newDatabase(Dialect.POSTGRESQL);
    new Repository(directory).copyFixture("every-feature-postgresql");
    PipeRun pipe = ComparedPipe.on(database, server.host(), directory);

    pipe.apply(CHANGELOG, OPTIONS).succeeded();

    DatabaseState state = DatabaseState.of(database);
    assertThat(shown(state))
        .isEqualTo(Files.readString(directory.resolve("every-feature-postgresql/expected.txt")));
    assertThat(pipe.apply(CHANGELOG, OPTIONS).succeeded().output()).contains("✔ Nothing to do");
    assertThat(DatabaseState.of(database)).isEqualTo(state);
  }

  /// Without checksums, which say nothing to a reader.
  private static String shown(DatabaseState state) {
    List<String> history =
        state.history().stream()
            .map(
                row -> String.join(" ", row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
            .toList();
    String rows =
        state.rows().entrySet().stream()
            .flatMap(table -> table.getValue().stream().map(row -> table.getKey() + " " + row))
            .collect(Collectors.joining("\n"));
    return String.join("\n", state.schema())
        + "\n\n"
        + rows
        + "\n\n"
        + String.join("\n", history)
        + "\n";
  }
}
