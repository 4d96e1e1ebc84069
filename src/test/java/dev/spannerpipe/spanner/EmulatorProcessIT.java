package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.EmulatorOwnerMain;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The real emulator as a child of this process, and of one that is killed.
@Concurrent
class EmulatorProcessIT {
  private static final String SECRET = "not-for-the-emulator";

  private Path program;
  private Optional<Process> owner = Optional.empty();

  @BeforeEach
  void findProgram() {
    Optional<Path> found = new EmulatorProgram(System.getenv()).find();
    assumeTrue(found.isPresent(), "no Spanner emulator on this machine");
    program = found.orElseThrow();
  }

  @AfterEach
  void endOwner() {
    owner.ifPresent(Process::destroyForcibly);
  }

  @Test
  void theEmulatorAcceptsConnectionsWhenItIsStartedAndNoneWhenItIsClosed() throws IOException {
    EmulatorProcess emulator = EmulatorProcess.start(program);
    try (emulator) {
      assertThat(accepts(emulator.address())).isTrue();
      assertThat(emulator.ended()).isEmpty();
      assertThat(emulator.memoryBytes().orElseThrow()).isBetween(1_000_000L, 400_000_000L);
    }

    assertThat(accepts(emulator.address())).isFalse();
    assertThat(isAlive(emulator.pid())).isFalse();
  }

  @Test
  void twoEmulatorsDoNotMeet() {
    try (EmulatorProcess other = EmulatorProcess.start(program)) {
      EmulatorProcess one = EmulatorProcess.start(program);
      try (one) {
        assertThat(one.address()).isNotEqualTo(other.address());
      }

      assertThat(isAlive(one.pid())).isFalse();
      assertThat(isAlive(other.pid())).isTrue();
    }
  }

  @Test
  void theEmulatorHasAnEmptyEnvironmentAndNoDescriptorOfItsParent() throws IOException {
    Started started = owned();
    String parent = environment(owner.orElseThrow().pid());

    assertThat(parent).contains(SECRET);
    assertThat(environment(started.pid())).isEmpty();
    assertThat(environment(shellOf(started.pid()))).isEmpty();
    assertThat(descriptors(owner.orElseThrow().pid())).anyMatch(target -> target.endsWith(".jar"));
    assertThat(descriptors(started.pid()))
        .noneMatch(target -> target.endsWith(".jar"))
        .filteredOn(target -> target.startsWith("pipe:"))
        .as("standard output and error, which is one pipe")
        .hasSizeLessThanOrEqualTo(2 + EMULATORS_OWN_PIPES);
    assertThat(Files.readString(Path.of("/proc", "" + started.pid(), "cmdline")))
        .isEqualTo(program + "\0--host_port\000127.0.0.1:0\0");
  }

  /// gRPC wakes its threads with descriptors of its own.
  private static final int EMULATORS_OWN_PIPES = 0;

  @Test
  void theEmulatorEndsWithItsParentAlsoAfterSigkill() throws IOException {
    Started started = owned();
    ProcessHandle emulator = ProcessHandle.of(started.pid()).orElseThrow();
    ProcessHandle shell = emulator.parent().orElseThrow();
    List<ProcessHandle> watchers = shell.children().toList();

    owner.orElseThrow().destroyForcibly();

    emulator.onExit().join();
    shell.onExit().join();
    watchers.forEach(watcher -> watcher.onExit().join());
    assertThat(accepts(started.address())).isFalse();
  }

  @Test
  void theEmulatorEndsWithItsParentAlsoIfTheShellIsKilledFirst() throws IOException {
    Started started = owned();
    ProcessHandle emulator = ProcessHandle.of(started.pid()).orElseThrow();
    emulator.parent().orElseThrow().destroyForcibly();

    owner.orElseThrow().destroyForcibly();

    emulator.onExit().join();
    assertThat(accepts(started.address())).isFalse();
  }

  @Test
  void nothingStaysBehindIfTheEmulatorDiesFirst() {
    try (EmulatorProcess emulator = EmulatorProcess.start(program)) {
      ProcessHandle handle = ProcessHandle.of(emulator.pid()).orElseThrow();
      ProcessHandle shell = handle.parent().orElseThrow();
      List<ProcessHandle> watchers = shell.children().toList();

      handle.destroyForcibly();

      shell.onExit().join();
      watchers.forEach(watcher -> watcher.onExit().join());
      assertThat(emulator.ended())
          .hasValueSatisfying(
              failure ->
                  assertThat(failure)
                      .hasMessageContaining("ended during the run with status 137: ")
                      .hasMessageContaining(emulator.output().getLast()));
    }
  }

  /// What another process started.
  private record Started(long pid, String address) {}

  private Started owned() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            EmulatorOwnerMain.class.getName());
    builder.environment().put("BITBUCKET_STEP_OIDC_TOKEN", SECRET);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    owner = Optional.of(process);
    String[] line = process.inputReader(StandardCharsets.UTF_8).readLine().split(" ", -1);
    return new Started(Long.parseLong(line[0]), line[1]);
  }

  private static long shellOf(long emulator) {
    return ProcessHandle.of(emulator).flatMap(ProcessHandle::parent).orElseThrow().pid();
  }

  private static String environment(long pid) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "environ"));
  }

  private static List<String> descriptors(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.map(EmulatorProcessIT::target).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private static boolean accepts(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
          5_000);
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }
}
