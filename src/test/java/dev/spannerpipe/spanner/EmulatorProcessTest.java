package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How an emulator process begins and ends, with shell scripts in the emulator's place.
class EmulatorProcessTest {
  /// Far more than a script takes, on any machine.
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final String ADDRESS = "echo 'x] Server address: 127.0.0.1:4711' >&2\n";

  @TempDir Path folder;

  @Test
  void theAddressIsTheOneThatTheProgramPrints() {
    try (EmulatorProcess process = start("echo noise >&2\n" + ADDRESS + "exec sleep 600")) {
      assertThat(process.address()).isEqualTo("127.0.0.1:4711");
      assertThat(process.output()).containsExactly("noise", "x] Server address: 127.0.0.1:4711");
    }
  }

  @Test
  void theProgramLearnsTheAddressToListenOnAndNothingElse() {
    try (EmulatorProcess process =
        start("echo \"$# $*\" >&2\nset >&2\n" + ADDRESS + "exec sleep 600")) {
      assertThat(process.output()).contains("2 --host_port 127.0.0.1:0");
    }
  }

  @Test
  void aProgramThatEndsAtOnceIsAFailureWithItsMessages() {
    Path program = script("echo 'cannot find zoneinfo' >&2\necho really\nexit 3");

    assertThatThrownBy(() -> EmulatorProcess.start(program, LONG))
        .isInstanceOfSatisfying(
            ConfigurationFailure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.INVALID);
              assertThat(failure.details()).containsExactly("cannot find zoneinfo", "really");
            })
        .hasMessage(
            "Could not start the Spanner emulator "
                + program
                + ": it ended with status 3. Check that the program runs on this machine, or set"
                + " SPANNER_EMULATOR_HOST to a running emulator.");
  }

  @Test
  void aProgramThatPrintsNoAddressIsKilledAfterTheTimeLimit() throws IOException {
    Path program =
        script("echo $$ >%s\necho waiting >&2\nexec sleep 600".formatted(folder.resolve("pid")));

    assertThatThrownBy(() -> EmulatorProcess.start(program, Duration.ofSeconds(2)))
        .isInstanceOfSatisfying(
            ConfigurationFailure.class,
            failure -> assertThat(failure.details()).isSubsetOf("waiting", "Killed", ""))
        .hasMessage(
            "Could not start the Spanner emulator "
                + program
                + ": it did not print its address within 2 s. Check that the program runs on this"
                + " machine, or set SPANNER_EMULATOR_HOST to a running emulator.");
    if (Files.exists(folder.resolve("pid"))) {
      assertThat(ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("pid")).strip())))
          .satisfiesAnyOf(
              handle -> assertThat(handle).isEmpty(),
              handle -> assertThat(handle.orElseThrow().isAlive()).isFalse());
    }
  }

  @Test
  void aFileThatIsNoProgramIsAFailure() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> EmulatorProcess.start(missing, LONG))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageStartingWith(
            "Could not start the Spanner emulator " + missing + ": it ended with status 127.");
  }

  @Test
  void closingKillsTheProgram() {
    EmulatorProcess process = start(ADDRESS + "trap '' TERM\nsleep 600\nsleep 600");
    ProcessHandle program = ProcessHandle.of(process.pid()).orElseThrow();
    program.children().forEach(ProcessHandle::destroyForcibly);
    assertThat(process.ended()).isEmpty();

    process.close();

    program.onExit().join();
    assertThat(program.isAlive()).isFalse();
    program.children().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void theEndOfTheProgramIsAFailureWithItsLastMessage() {
    try (EmulatorProcess process = start(ADDRESS + "echo out of memory >&2\nread -r _; exit 9")) {
      assertThat(process.ended())
          .hasValueSatisfying(
              failure ->
                  assertThat(failure)
                      .hasMessage(
                          "The Spanner emulator "
                              + folder.resolve("emulator_main")
                              + " ended during the run with status 9: out of memory. Run again; if"
                              + " the problem persists, give the step more memory, or set"
                              + " SPANNER_EMULATOR_HOST to a running emulator."));
    }
  }

  @Test
  void onlyTheLastMessagesAreKept() {
    try (EmulatorProcess process =
        start(
            "for i in $(seq 1000); do echo \"line $i\" >&2; done\n" + ADDRESS + "exec sleep 600")) {
      assertThat(process.output())
          .hasSize(20)
          .startsWith(
              IntStream.rangeClosed(982, 1000).mapToObj(i -> "line " + i).toArray(String[]::new));
    }
  }

  @Test
  void theMemoryIsTheResidentSetThatTheSystemReports() throws IOException {
    Path status =
        Files.writeString(folder.resolve("status"), "VmPeak:\t9 kB\nVmRSS:\t   1024 kB\n");

    assertThat(EmulatorProcess.memoryBytes(status)).hasValue(1024 * 1024);
    assertThat(EmulatorProcess.memoryBytes(folder.resolve("missing"))).isEmpty();
  }

  private EmulatorProcess start(String lines) {
    return EmulatorProcess.start(script(lines), LONG);
  }

  private Path script(String lines) {
    try {
      Path file = folder.resolve("emulator_main");
      Files.writeString(file, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + lines + "\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
      return file;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
