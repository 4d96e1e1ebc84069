package dev.spannerpipe.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Databases with histories that versions of Liquibase wrote, as they wrote them: each change set
/// of `compare/upgrades` adds 1 to a row of its own, so that a second run shows.
@Concurrent
class OlderHistoriesIT {
  private final TestDatabase database =
      EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
  private Repository repository;
  private PipeRun pipe;
  private PlainLiquibase liquibase;

  @BeforeEach
  void open(@TempDir Path directory) {
    new Repository(directory).copyFixture("upgrades");
    repository = new Repository(directory.resolve("upgrades"));
    Path root = repository.directory().resolve("changelog");
    String address = EmulatorServer.running().host();
    pipe = ComparedPipe.on(database, address, root);
    liquibase = new PlainLiquibase(database, address, root);
    database.execute("CREATE TABLE counters (id INT64, n INT64) PRIMARY KEY (id)");
    for (int id = 1; id <= 10; id++) {
      database.update("INSERT INTO counters (id, n) VALUES (%d, 0)".formatted(id));
    }
  }

  /// Makes the history's tables, and fills in what a version of Liquibase wrote.
  private void history(String version, String changelog) {
    repository.write("changelog/none.sql", "--liquibase formatted sql\n");
    pipe.apply("none.sql").succeeded();
    List<String> rows =
        repository.read("histories/%s/%s.tsv".formatted(version, changelog)).lines().toList();
    for (int order = 1; order <= rows.size(); order++) {
      String[] cells = rows.get(order - 1).split("\t", -1);
      database.update(
          """
          INSERT INTO DATABASECHANGELOG
            (ID, AUTHOR, FILENAME, MD5SUM, EXECTYPE, DATEEXECUTED, ORDEREXECUTED)
          VALUES ('%s', '%s', '%s', '%s', '%s', TIMESTAMP '2023-02-01 00:00:00Z', %d)"""
              .formatted(cells[0], cells[1], cells[2], cells[3], cells[4], order));
    }
  }

  private List<List<String>> filenames() {
    return database.rows("SELECT FILENAME FROM DATABASECHANGELOG ORDER BY FILENAME, ID");
  }

  private String counted() {
    return database.rows("SELECT CAST(SUM(n) AS STRING) FROM counters").getFirst().getFirst();
  }

  @ParameterizedTest
  @CsvSource({"4.21.1, logical", "4.27.0, root", "4.33.0, logical"})
  void haveNothingPendingInEitherTool(String version, String changelog) {
    history(version, changelog);
    List<List<String>> before = filenames();

    assertThat(pipe.apply("db/" + changelog + ".yaml").succeeded().output())
        .contains("✔ Nothing to do");
    assertThat(liquibase.update("db/" + changelog + ".yaml").succeeded().output())
        .doesNotContain("Running Changeset");

    assertThat(counted()).isEqualTo("0");
    assertThat(filenames()).isEqualTo(before);
  }

  /// Liquibase 4.33 runs some of these again: below a logical path it looks only for the joined
  /// path to the letter.
  @ParameterizedTest
  @ValueSource(strings = {"4.27.0", "4.30.0"})
  void haveNothingPendingAlsoWherePathsAreJoinedOrInTheNamesOfRawFiles(String version) {
    history(version, "logical");

    assertThat(pipe.apply("db/logical.yaml").succeeded().output()).contains("✔ Nothing to do");

    assertThat(counted()).isEqualTo("0");
  }

  @Test
  void keepTheRowOfAChangeSetThatRunsAgain() {
    history("4.29.2", "logical");
    String file = "changelog/db/tables/orders.sql";
    repository.write(
        file,
        repository.read(file).replace("ann:4", "ann:4 runOnChange:true").replace("+ 1", "+ 5"));
    List<List<String>> before = filenames();

    pipe.apply("db/logical.yaml").succeeded();

    assertThat(counted()).isEqualTo("5");
    assertThat(filenames()).isEqualTo(before);
    assertThat(database.rows("SELECT EXECTYPE FROM DATABASECHANGELOG WHERE ID = '4'"))
        .containsExactly(List.of("RERAN"));
    assertThat(pipe.apply("db/logical.yaml").succeeded().output()).contains("✔ Nothing to do");
    assertThat(liquibase.update("db/logical.yaml").succeeded().output())
        .doesNotContain("Running Changeset");
    assertThat(counted()).isEqualTo("5");
  }

  @Test
  void tellApartTheRawFilesBelowALogicalPath() {
    assertThat(pipe.apply("db/logical.yaml").succeeded().output()).contains("9 change sets");

    assertThat(counted()).isEqualTo("9");
    assertThat(filenames().stream().map(List::getFirst))
        .containsExactly(
            "db/named/loose.sql",
            "db/raw/a.sql",
            "db/raw/b.sql",
            "ledger",
            "product",
            "product",
            "product",
            "product",
            "single");
    assertThat(liquibase.update("db/logical.yaml").succeeded().output())
        .doesNotContain("Running Changeset");
  }
}
