package dev.spannerpipe.changelog;

import static dev.spannerpipe.plan.ChangeSets.applied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.sql.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Histories that versions of Liquibase from 4.21.1 to 4.33.0 wrote of one changelog, below
/// `compare/upgrades`: nothing of it runs a second time.
class OlderHistoriesTest {
  private static final Path FILES = Path.of("src/test/resources/compare/upgrades");

  static Stream<Arguments> histories() throws IOException {
    try (Stream<Path> versions = Files.list(FILES.resolve("histories"))) {
      return versions.map(Path::getFileName).sorted().toList().stream()
          .flatMap(
              version ->
                  Stream.of("root", "logical").map(name -> Arguments.of(version.toString(), name)));
    }
  }

  private static List<HistoryRow> history(String version, String name) throws IOException {
    List<HistoryRow> rows = new ArrayList<>();
    Path file = FILES.resolve("histories").resolve(version).resolve(name + ".tsv");
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split("\t", -1);
      rows.add(
          applied(new ChangeSetId(cells[2], cells[0], cells[1]), rows.size() + 1, cells[3], null));
    }
    return rows;
  }

  private static Changelog changelog(Path root, String name) {
    return new ChangelogReader(
            new ChangelogSettings(
                root.toAbsolutePath(),
                "db/" + name + ".yaml",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of()))
        .read(Dialect.GOOGLE_STANDARD_SQL);
  }

  private static Plan plan(Path root, String name, List<HistoryRow> history) {
    return Planner.plan(
            Dialect.GOOGLE_STANDARD_SQL,
            changelog(root, name),
            history,
            Optional.empty(),
            Optional.empty())
        .withoutProblems();
  }

  private static List<String> statements(List<PlannedChangeSet> pending) {
    return pending.stream()
        .flatMap(planned -> planned.changeSet().steps().stream())
        .map(step -> step.text().strip())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void leaveNothingPending(String version, String name) throws IOException {
    List<HistoryRow> history = history(version, name);

    Plan plan = plan(FILES.resolve("changelog"), name, history);

    assertThat(plan.pending()).isEmpty();
    assertThat(plan.applied()).isEqualTo(history.size()).isGreaterThan(8);
    assertThat(plan.unknown()).isEmpty();
    assertThat(plan.outOfOrder()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void leaveTheRestPendingWhereTheyEndHalfWay(String version, String name) throws IOException {
    List<HistoryRow> half = history(version, name).subList(0, 5);

    Plan plan = plan(FILES.resolve("changelog"), name, half);

    assertThat(plan.applied()).isEqualTo(5);
    assertThat(plan.unknown()).isEmpty();
    assertThat(statements(plan.pending()))
        .hasSize(history(version, name).size() - 5)
        .first()
        .isEqualTo("UPDATE counters SET n = n + 1 WHERE id = 6");
  }

  @ParameterizedTest
  @MethodSource("histories")
  void showWhatWasEdited(String version, String name, @TempDir Path directory) throws IOException {
    copy(FILES.resolve("changelog"), directory);
    edit(directory.resolve("db/tables/orders.sql"));
    edit(directory.resolve("db/raw/b.sql"));
    List<HistoryRow> history = history(version, name);

    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(directory, name, history))
        .satisfies(
            failure ->
                assertThat(failure.details())
                    .satisfiesExactly(
                        first -> assertThat(first).contains(edited(history.get(3))),
                        second -> assertThat(second).contains(edited(history.get(5)))));
  }

  private static String edited(HistoryRow row) {
    return "change set %s was edited after it was applied (its checksum was %s and is now "
        .formatted(row.changeSet(), row.checksum());
  }

  @ParameterizedTest
  @MethodSource("histories")
  void holdAlsoWithoutChecksums(String version, String name) throws IOException {
    List<HistoryRow> cleared =
        history(version, name).stream()
            .map(row -> applied(row.changeSet(), row.orderExecuted(), null, null))
            .toList();

    assertThat(plan(FILES.resolve("changelog"), name, cleared).pending()).isEmpty();
  }

  /// Version 4.33 itself would run this one again: its path is neither the file's nor that of the
  /// changelog around it.
  @Test
  void areNotRunAgainUnderAPathThatNothingOfTheChangelogHas() throws IOException {
    List<HistoryRow> history = new ArrayList<>(history("4.30.0", "root"));
    history.replaceAll(
        row ->
            row.changeSet().id().equals("8")
                ? applied(new ChangeSetId("invoices", "8", "ann"), 8, row.checksum(), null)
                : row);

    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(FILES.resolve("changelog"), "root", history))
        .withMessage(
            "Could not plan db/named/by-include.yaml:2: the history has change set 8 by ann as"
                + " applied from invoices, but in this changelog its path is billing. Set SEARCH_PATH so that"
                + " the path is invoices again, or give the file this logicalFilePath.");
  }

  /// A file of raw SQL has no place for a `logicalFilePath` or a `validCheckSum`.
  @Test
  void giveAdviceThatFitsARawFile(@TempDir Path directory) throws IOException {
    List<HistoryRow> moved = new ArrayList<>(history("4.33.0", "root"));
    moved.replaceAll(
        row ->
            row.changeSet().path().equals("db/raw/b.sql")
                ? applied(row.changeSet().withPath("old/b.sql"), 6, row.checksum(), null)
                : row);
    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(FILES.resolve("changelog"), "root", moved))
        .withMessage(
            "Could not plan db/raw/b.sql:1: the history has change set raw by includeAll as"
                + " applied from old/b.sql, but in this changelog its path is db/raw/b.sql. Set SEARCH_PATH so"
                + " that the path is old/b.sql again, or move the file back.");

    copy(FILES.resolve("changelog"), directory);
    edit(directory.resolve("db/raw/b.sql"));
    List<HistoryRow> history = history("4.33.0", "root");
    assertThatExceptionOfType(ConfigurationFailure.class)
        .isThrownBy(() -> plan(directory, "root", history))
        .withMessageMatching(
            "Could not plan db/raw/b\\.sql:1: change set db/raw/b\\.sql::raw::includeAll was"
                + " edited after it was applied \\(its checksum was "
                + history.get(5).checksum()
                + " and is now 9:[0-9a-f]{32}\\)\\. Restore the file and put the change into a new"
                + " one\\.");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
  }

  private static void edit(Path file) throws IOException {
    Files.writeString(file, Files.readString(file).replace("n + 1", "n + 100"));
  }
}
