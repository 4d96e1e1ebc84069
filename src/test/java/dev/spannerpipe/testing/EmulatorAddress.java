package dev.spannerpipe.testing;

import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.spanner.EmulatorProcess;
import dev.spannerpipe.spanner.EmulatorProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// Finds or starts an emulator. One that is started here ends with this JVM, however that ends.
final class EmulatorAddress {
  /// The port of the emulator's own image.
  private static final int CONTAINER_PORT = 9010;

  private static final List<EmulatorProcess> KEPT = new CopyOnWriteArrayList<>();

  private EmulatorAddress() {}

  /// Says that there is no emulator to test with.
  static final class NoEmulatorException extends RuntimeException {
    NoEmulatorException(String message) {
      super(message);
    }
  }

  /// Returns the `host:port` of an emulator that answers: the best that can be had, or the kind
  /// that the system property `spanner.emulator` asks for.
  static String address() {
    String wanted = System.getProperty("spanner.emulator", "auto");
    return switch (wanted) {
      case "auto" -> given().orElseGet(EmulatorAddress::started);
      case "process" ->
          onMachine()
              .map(EmulatorAddress::start)
              .orElseThrow(() -> new NoEmulatorException("no Spanner emulator on this machine"));
      case "container" -> inContainer();
      default ->
          throw new IllegalArgumentException(
              "spanner.emulator is auto, process or container, not " + wanted);
    };
  }

  private static Optional<String> given() {
    return Optional.ofNullable(System.getenv("SPANNER_EMULATOR_HOST"))
        .filter(host -> !host.isBlank());
  }

  private static String started() {
    return onMachine().map(EmulatorAddress::start).orElseGet(EmulatorAddress::inContainer);
  }

  private static Optional<Path> onMachine() {
    return new EmulatorProgram(System.getenv()).find();
  }

  /// An emulator process that nothing refers to would lose its pipe, and end.
  private static String start(Path program) {
    EmulatorProcess process = EmulatorProcess.start(program);
    KEPT.add(process);
    Thread.ofPlatform().daemon().name("emulator-watch").start(() -> watch(process));
    return process.address();
  }

  /// Ends this JVM when the emulator has ended, which happens once in some hundred runs. The tests
  /// would wait for it without end.
  @SuppressWarnings("SystemOut") // The build's log is the only place left.
  private static void watch(EmulatorProcess process) {
    Optional<UnfinishedFailure> ended = process.ended();
    while (ended.isEmpty()) {
      ended = process.ended();
    }
    System.err.println("The tests cannot go on. " + ended.get().getMessage());
    Runtime.getRuntime().halt(70);
  }

  /// Testcontainers removes the container when this JVM is gone.
  static String inContainer() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new NoEmulatorException(
          "no Spanner emulator: SPANNER_EMULATOR_HOST is not set, neither emulator_main nor a Cloud"
              + " SDK that has it is on this machine, and there is no container engine");
    }
    String image =
        System.getProperty("spanner.emulator.image", "gcr.io/cloud-spanner-emulator/emulator");
    @SuppressWarnings("resource") // Ends with this JVM.
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(CONTAINER_PORT);
    container.start();
    return container.getHost() + ":" + container.getMappedPort(CONTAINER_PORT);
  }
}
