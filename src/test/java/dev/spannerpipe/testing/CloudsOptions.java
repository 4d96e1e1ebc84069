package dev.spannerpipe.testing;

import dev.spannerpipe.testing.tls.Exposure;
import dev.spannerpipe.testing.tls.ServerCertificate;
import dev.spannerpipe.testing.tls.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the stand-ins of [CloudsMain] are reached.
///
/// @param authority whose certificates they have; without one, they speak plain text
/// @param arguments what is left of the command line
record CloudsOptions(Exposure exposure, Optional<TestAuthority> authority, List<String> arguments) {
  private static final String LOOPBACK = "127.0.0.1";

  /// Reads the options at the beginning of a command line. They are optional:
  /// - `--bind=ADDRESS`: the address that they listen at, as in `0.0.0.0`
  /// - `--name=NAME`: the name of this machine for clients, as in `host.docker.internal`
  /// - `--tls=FOLDER`: they speak TLS, and the files of a new certificate authority are put there
  static CloudsOptions of(String... commandLine) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(commandLine));
    Map<String, String> options = new LinkedHashMap<>();
    while (!arguments.isEmpty() && arguments.getFirst().startsWith("--")) {
      String[] option = arguments.removeFirst().split("=", 2);
      if (option.length < 2 || !List.of("--bind", "--name", "--tls").contains(option[0])) {
        throw new IllegalArgumentException(option[0] + " is not --bind=…, --name=… or --tls=…");
      }
      options.put(option[0], option[1]);
    }
    InetAddress bound = InetAddress.getByName(options.getOrDefault("--bind", LOOPBACK));
    String name = options.getOrDefault("--name", LOOPBACK);
    Optional<TestAuthority> authority =
        Optional.ofNullable(options.get("--tls"))
            .map(folder -> TestAuthority.in(Path.of(folder).toAbsolutePath()));
    Optional<ServerCertificate> certificate =
        authority.map(each -> each.issue(name, "localhost", LOOPBACK, bound.getHostAddress()));
    return new CloudsOptions(new Exposure(bound, name, certificate), authority, arguments);
  }

  /// Returns what a client needs that trusts the stand-ins, under names of its own.
  Map<String, String> trust() {
    Map<String, String> trust = new LinkedHashMap<>();
    authority.ifPresent(
        each -> {
          trust.put("TRUST_STORE", each.trustStore().toString());
          trust.put("TRUST_STORE_PASSWORD", TestAuthority.PASSWORD);
          trust.put("TRUST_CERTIFICATE", each.pem().toString());
        });
    return trust;
  }
}
