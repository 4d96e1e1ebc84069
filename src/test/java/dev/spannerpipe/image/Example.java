package dev.spannerpipe.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.Aftermath;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The sample changelog in the clone directory of a step, and a database of an emulator that is a
/// service of this step.
record Example(Step step, TestDatabase database) {
  private static final EmulatorServer EMULATOR = EmulatorServer.inContainer();
  private static final Path SCHEMA = Path.of(System.getProperty("basedir", "")).resolve("schema");

  /// Makes them, below this folder.
  static Example in(Path agent) {
    TestDatabase database = EMULATOR.newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    Step step =
        Step.begin(agent)
            .with("PROJECT", database.project())
            .with("SPANNER_INSTANCE", database.instance())
            .with("SPANNER_DATABASE", database.name())
            .with("SPANNER_EMULATOR_HOST", Step.HOST + ":" + EMULATOR.port())
            .with("CHANGELOG_FILE", "schema/example/changelog.yaml")
            // As they arrive where the step's own variables are not defined.
            .with("PLAN_SHA256", "")
            .with("CONTEXTS", "${CONTEXTS}");
    copy(SCHEMA.resolve("example"), step.workspace().directory().resolve("schema/example"));
    return new Example(step, database);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns the emulator's `host:port` for this machine.
  static String emulator() {
    return EMULATOR.host();
  }

  /// Returns the emulator's address within a pipe.
  static String emulatorService() {
    return "http://" + Step.HOST + ":" + EMULATOR.port();
  }

  /// Returns the same with another step.
  Example with(Step other) {
    return new Example(other, database);
  }

  /// Asserts that a run applied all of it, and left everything in order.
  void assertApplied(Result result) {
    assertThat(result.lastLine())
        .as("%s", result)
        .isEqualTo(
            "✔ Applied 7 change sets to %s in <duration>; last change set: schema/example/changes/countries.yaml::first-release::example."
                .formatted(database.name()));
    assertOrderly(result);
  }

  /// Asserts that a run had nothing to do, and left everything in order.
  void assertNothingToDo(Result result) {
    assertThat(result.lastLine())
        .as("%s", result)
        .isEqualTo(
            "✔ Nothing to do: all 7 change sets of this changelog are applied to %s (<duration>)."
                .formatted(database.name()));
    assertOrderly(result);
  }

  /// Asserts that a run succeeded, that it said nothing odd, and that what it left in files and in
  /// the database is its record.
  void assertOrderly(Result result) {
    assertThat(result.exitCode()).as("%s", result).isZero();
    assertUsualLines(result);
    new Aftermath(step.workspace(), database, result)
        .onRecordInFiles()
        .onRecordInDatabase()
        .nothingLeftOpen();
    assertModes();
    assertThat(database.rows("SELECT ID FROM DATABASECHANGELOG")).hasSize(7);
  }

  /// Asserts that all lines are of the pipe, and that none shows what no pipe may print.
  static void assertUsualLines(Result result) {
    assertThat(result.lines()).as("%s", result).allMatch(line -> line.matches("(INFO: |✔ ).*"));
    assertThat(result.output()).doesNotContain(Step.JWT);
  }

  /// Asserts that the pipe itself, in a further run, finds nothing wrong with the record.
  void assertVerified(int runs) {
    Result result =
        step.without("CHANGELOG_FILE").with(Map.of("COMMAND", "history", "VERIFY", "true")).run();

    assertThat(result.lastLine())
        .as("%s", result)
        .matches("✔ Checked runs: " + runs + ", events: \\d+, links: \\d+; no inconsistencies\\.");
    assertThat(result.exitCode()).isZero();
  }

  /// Asserts that the other containers of the step can read what the pipe wrote.
  void assertModes() {
    assertThat(written())
        .allSatisfy(
            file ->
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("%s", file)
                    .isEqualTo(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /// Returns the files and folders that the pipe wrote into the clone directory.
  List<Path> written() {
    List<Path> written = new ArrayList<>();
    for (String folder : List.of(".spanner-pipe", "test-results")) {
      try (Stream<Path> files = Files.walk(step.workspace().directory().resolve(folder))) {
        files.forEach(written::add);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return written;
  }
}
