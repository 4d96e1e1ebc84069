package dev.spannerpipe.testing;

import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.SpannerConnection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The clouds' stand-ins and a gate in front of an emulator as a process of its own, for
/// `pipe/try`. It prints the variables of a deployment step, one on a line, then `READY`, and ends
/// with its input. If the stand-ins speak TLS, `TRUST_STORE`, `TRUST_STORE_PASSWORD` and
/// `TRUST_CERTIFICATE` are among the lines: the PKCS12 file with their authority, its password, and
/// the same certificate as PEM.
public final class CloudsMain {
  private CloudsMain() {}

  /// Arguments: the options of [CloudsOptions], then the emulator's `host:port`, project, instance,
  /// and the databases, which are made.
  @SuppressWarnings("SystemOut") // A process of its own.
  public static void main(String[] commandLine) throws IOException {
    CloudsOptions options = CloudsOptions.of(commandLine);
    List<String> arguments = options.arguments();
    String emulator = arguments.getFirst();
    for (String database : arguments.subList(3, arguments.size())) {
      create(emulator, arguments.get(1), arguments.get(2), database);
    }
    try (DeploymentClouds clouds = DeploymentClouds.open(emulator, options.exposure())) {
      Map<String, String> lines = clouds.variables();
      lines.putAll(options.trust());
      lines.forEach((name, value) -> System.out.println(name + "=" + value));
      System.out.println("READY");
      while (System.in.read() >= 0) {
        // Until nobody is there any more.
      }
    }
  }

  private static void create(String emulator, String project, String instance, String database) {
    SystemTime time = new SystemTime();
    try (SpannerConnection connection =
        SpannerConnection.open(
            TestDatabase.settings(project, instance, database, emulator),
            Optional.empty(),
            time,
            new Retry(time, () -> 0.5))) {
      connection.describeOrCreate();
    }
  }
}
