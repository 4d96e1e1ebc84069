package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spannerpipe.git.GitHistory;
import dev.spannerpipe.spanner.EmulatorProgram;
import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A preview as a process that starts an emulator, and its end while the emulator executes a
/// statement that would take it hours.
@Concurrent
class PreviewProcessIT {
  private static final String ENDLESS =
      """
      --liquibase formatted sql
      --changeset ann:1
      CREATE TABLE T (Id INT64) PRIMARY KEY (Id);
      --changeset ann:2
      INSERT INTO T (Id) SELECT a FROM UNNEST(GENERATE_ARRAY(1, 10000)) AS a CROSS JOIN UNNEST(GENERATE_ARRAY(1, 10000)) AS b CROSS JOIN UNNEST(GENERATE_ARRAY(1, 10000)) AS c WHERE a + b + c < 0;
      """;

  /// An emulator that has used so much of a processor executes the endless statement: all before it
  /// takes much less.
  private static final Duration BUSY = Duration.ofSeconds(3);

  @TempDir private Path directory;
  private Workspace workspace;
  private Path clone;
  private Path temporary;
  private Optional<ProcessHandle> emulator = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    assumeTrue(
        new EmulatorProgram(System.getenv()).find().isPresent(),
        "no Spanner emulator on this machine");
    clone = Files.createDirectories(directory.resolve("clone"));
    temporary = Files.createDirectories(directory.resolve("temporary"));
    workspace = new Workspace(clone);
  }

  /// A test that fails leaves nothing behind.
  @AfterEach
  void endEmulator() {
    emulator.ifPresent(ProcessHandle::destroyForcibly);
  }

  private PipeProcess start(Map<String, String> more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("COMMAND", "preview");
    variables.put("CHANGELOG_FILE", "changelog.sql");
    variables.put("BITBUCKET_CLONE_DIR", clone.toString());
    variables.put("PATH", System.getenv("PATH"));
    variables.put("HOME", System.getenv().getOrDefault("HOME", ""));
    variables.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    variables.putAll(more);
    return PipeProcess.start(variables, clone);
  }

  private ProcessHandle busyEmulator(PipeProcess pipe) {
    ProcessHandle found = awaited(() -> emulatorOf(pipe));
    emulator = Optional.of(found);
    return awaited(
        () ->
            Optional.of(found)
                .filter(
                    each ->
                        each.info()
                            .totalCpuDuration()
                            .filter(used -> used.compareTo(BUSY) > 0)
                            .isPresent()));
  }

  private static Optional<ProcessHandle> emulatorOf(PipeProcess pipe) {
    return pipe.descendants()
        .filter(
            each ->
                each.info().command().filter(name -> name.endsWith("emulator_main")).isPresent())
        .findFirst();
  }

  private static <T> T awaited(Supplier<Optional<T>> thing) {
    for (int i = 0; i < 6_000; i++) {
      Optional<T> found = thing.get();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(20_000_000);
    }
    throw new AssertionError("it did not come");
  }

  private static void assertEnded(ProcessHandle process) {
    assertThat(process.onExit()).succeedsWithin(Duration.ofMinutes(1));
  }

  @Test
  void theEmulatorDoesNotOutliveAPreviewThatIsKilled() {
    workspace.with("changelog.sql", ENDLESS);
    PipeProcess pipe = start(Map.of());
    ProcessHandle busy = busyEmulator(pipe);
    List<ProcessHandle> all = pipe.descendants().toList();

    pipe.kill();

    assertEnded(busy);
    all.forEach(PreviewProcessIT::assertEnded);
  }

  @Test
  void theEmulatorDoesNotOutliveAPreviewThatGetsSigterm() {
    workspace.with("changelog.sql", ENDLESS);
    PipeProcess pipe = start(Map.of());
    ProcessHandle busy = busyEmulator(pipe);

    pipe.terminate();

    Result ended = pipe.await();
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(Result.TERMINATED);
    assertThat(ended.lastLine())
        .isEqualTo("✖ Stopped by SIGTERM: this command changes nothing. Run it again.");
    assertThat(workspace.text(".spanner-pipe/preview/outputs.env"))
        .contains("SPANNER_PIPE_OUTCOME=terminated\n");
    assertEnded(busy);
  }

  @Test
  void anEmulatorThatDiesEndsThePreview() {
    workspace.with("changelog.sql", ENDLESS);
    PipeProcess pipe = start(Map.of());

    busyEmulator(pipe).destroyForcibly();

    Result ended = pipe.await();
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(8);
    assertThat(ended.lastLine())
        .startsWith("✖ The Spanner emulator ")
        .contains(" ended during the run with status 137: ")
        .endsWith(
            "Run again; if the problem persists, give the step more memory, or set"
                + " SPANNER_EMULATOR_HOST to a running emulator.");
    assertThat(ended.output()).doesNotContain("Exception", "\tat ");
  }

  @Test
  void copiesOfTheDestinationCommitDoNotOutliveAPreviewThatGetsSigterm() throws IOException {
    workspace.with("changelog.sql", ENDLESS);
    StringBuilder all = new StringBuilder("databaseChangeLog:\n");
    for (int i = 0; i < 400; i++) {
      workspace.with(
          "part" + i + ".sql",
          "--liquibase formatted sql\n--changeset ann:1\nCREATE TABLE T%d (Id INT64) PRIMARY KEY (Id);\n"
              .formatted(i));
      all.append("  - include: {file: part").append(i).append(".sql}\n");
    }
    workspace.with("all.yaml", all.toString());
    String commit = GitHistory.commitAll(clone);
    workspace.with("all.yaml", "databaseChangeLog:\n  - include: {file: changelog.sql}\n");
    PipeProcess pipe =
        start(Map.of("CHANGELOG_FILE", "all.yaml", "BITBUCKET_PR_DESTINATION_COMMIT", commit));
    awaited(() -> copies().stream().findFirst());

    pipe.terminate();

    Result ended = pipe.await();
    assertThat(ended.exitCode()).as("%s", ended).isEqualTo(Result.TERMINATED);
    assertThat(copies()).isEmpty();
  }

  private List<Path> copies() {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(each -> each.getFileName().toString().startsWith("spanner-pipe-destination"))
          .toList();
    } catch (IOException gone) {
      return List.of();
    }
  }
}
