package dev.spannerpipe.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFileTest {
  @TempDir Path home;

  @Test
  void writesEachEventAtOnce() throws IOException {
    try (RecordFile file =
        RecordFile.open(
            OutputDirectory.open(home.resolve("out/orders"), new CloneDirectory(home)))) {
      RunLog log = log("run-a");
      log.listen(file);

      log.warn("first");
      assertThat(Files.readAllLines(file.path())).containsExactly(log.events().get(0).line());
      log.warn("second");
      assertThat(Files.readAllLines(file.path()))
          .isEqualTo(log.events().stream().map(RecordedEvent::line).toList());
    }
  }

  @Test
  void keepsWhatAnEarlierRunWrote() throws IOException {
    List<String> first = run("run-a");
    List<String> second = run("run-b");

    assertThat(Files.readAllLines(home.resolve("record.jsonl")))
        .containsExactly(first.getFirst(), second.getFirst());
  }

  @Test
  void startsANewLineAfterHalfALine() throws IOException {
    Files.writeString(home.resolve("record.jsonl"), "{\"torn");

    List<String> lines = run("run-a");

    assertThat(Files.readAllLines(home.resolve("record.jsonl")))
        .containsExactly("{\"torn", lines.getFirst());
  }

  @Test
  void letsEverybodyReadTheFiles() throws IOException {
    OutputDirectory directory =
        OutputDirectory.open(home.resolve("out/orders"), new CloneDirectory(home));
    RecordFile.open(directory).close();
    directory.write("plan.json", "{}\n");

    assertThat(mode(home.resolve("out"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(home.resolve("out/orders"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(home.resolve("out/orders/record.jsonl"))).isEqualTo("rw-r--r--");
    assertThat(mode(home.resolve("out/orders/plan.json"))).isEqualTo("rw-r--r--");
    assertThat(home.resolve("out/orders/plan.json")).hasContent("{}");
    assertThat(home.resolve("out/orders/plan.json.unfinished")).doesNotExist();
  }

  @Test
  void replacesAFileAsAWhole() {
    OutputDirectory directory = OutputDirectory.open(home, new CloneDirectory(home));
    directory.write("plan.json", "long before\n");
    directory.write("plan.json", "{}\n");

    assertThat(home.resolve("plan.json")).hasContent("{}");
  }

  @Test
  void refusesADirectoryThatIsAFile() throws IOException {
    Path file = Files.writeString(home.resolve("out"), "");

    assertThatThrownBy(() -> OutputDirectory.open(file.resolve("orders"), new CloneDirectory(home)))
        .isInstanceOfSatisfying(
            ConfigurationFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INVALID))
        .hasMessage(
            "Could not create the directory "
                + file.resolve("orders")
                + ": something that is not a directory already exists there. Make room for it, "
                + "or set OUTPUT_DIR to a directory that this step may write to.");
  }

  @Test
  void refusesARecordFileThatCannotBeOpened() throws IOException {
    Path inTheWay = Files.createDirectory(home.resolve("record.jsonl"));
    Files.writeString(inTheWay.resolve("x"), "");

    assertThatThrownBy(() -> RecordFile.open(OutputDirectory.open(home, new CloneDirectory(home))))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageStartingWith("Could not open the record file " + inTheWay + ": ");
  }

  @Test
  void failsOnlyOnceSoThatTheRunCanEndInOrder() {
    RunLog log = log("run-a");
    RecordFile file = RecordFile.open(OutputDirectory.open(home, new CloneDirectory(home)));
    log.listen(file);
    file.close();

    assertThatThrownBy(() -> log.warn("first"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageStartingWith("Could not write to the record file " + file.path() + ": ");
    log.warn("second");
    assertThat(log.events()).hasSize(2);
  }

  private List<String> run(String runId) {
    RunLog log = log(runId);
    try (RecordFile file = RecordFile.open(OutputDirectory.open(home, new CloneDirectory(home)))) {
      log.listen(file);
      log.add(new RunStarted("apply", "0.1.0"));
    }
    return log.events().stream().map(RecordedEvent::line).toList();
  }

  private static RunLog log(String runId) {
    return new RunLog(FakeRecord.context(runId), InstantSource.fixed(FakeRecord.NOON));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
