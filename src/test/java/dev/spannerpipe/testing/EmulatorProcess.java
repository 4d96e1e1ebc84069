package dev.spannerpipe.testing;

import dev.spannerpipe.run.SystemTime;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// Finds or starts an emulator. One that is started here ends with this JVM, however that ends.
final class EmulatorProcess {
  /// The port of the emulator's own image.
  private static final int CONTAINER_PORT = 9010;

  private static final Duration START = Duration.ofSeconds(30);

  /// Where the Cloud SDK keeps it, below the SDK's own folder.
  private static final String IN_SDK = "bin/cloud_spanner_emulator/emulator_main";

  private EmulatorProcess() {}

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
      case "auto" -> given().orElseGet(EmulatorProcess::started);
      case "process" ->
          onMachine()
              .map(EmulatorProcess::start)
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
    return onMachine().map(EmulatorProcess::start).orElseGet(EmulatorProcess::inContainer);
  }

  private static Optional<Path> onMachine() {
    Stream<Path> inSdks =
        Stream.concat(
                onPath("gcloud").flatMap(EmulatorProcess::sdkOf),
                Stream.of(
                    Path.of("/usr/lib/google-cloud-sdk"),
                    Path.of("/opt/google-cloud-sdk"),
                    Path.of(System.getProperty("user.home"), "google-cloud-sdk")))
            .map(sdk -> sdk.resolve(IN_SDK));
    return Stream.concat(onPath("emulator_main"), inSdks).filter(Files::isExecutable).findFirst();
  }

  private static Stream<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable);
  }

  /// `gcloud` on the path is often a link into the SDK's `bin` folder.
  private static Stream<Path> sdkOf(Path gcloud) {
    try {
      return Stream.ofNullable(gcloud.toRealPath().getParent()).map(Path::getParent);
    } catch (IOException gone) {
      return Stream.empty();
    }
  }

  /// The shell between waits for its input to end, which it does with this JVM even where that is
  /// killed, and ends the emulator then.
  private static String start(Path emulator) {
    try {
      int port = freePort();
      String address = "127.0.0.1:" + port;
      new ProcessBuilder(
              "sh",
              "-c",
              "\"$0\" --host_port \"$1\" </dev/null & child=$!; read _; kill \"$child\"",
              emulator.toString(),
              address)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      awaitPort(port);
      return address;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start " + emulator, failure);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(int port) {
    SystemTime time = new SystemTime();
    Duration end = time.elapsed().plus(START);
    while (!accepts(port)) {
      if (time.elapsed().compareTo(end) > 0) {
        throw new IllegalStateException("the emulator does not answer on port " + port);
      }
      time.sleep(Duration.ofMillis(50));
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Testcontainers removes the container when this JVM is gone.
  private static String inContainer() {
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
