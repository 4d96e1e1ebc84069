package dev.spannerpipe.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `pipe/image` and a registry. The script's part that pushes runs alone, as the whole script
/// sources it.
@BuiltImage
class ImagePushIT {
  private static final String SCRIPT =
      """
      set -euo pipefail
      work=$(mktemp -d)
      image=$2
      trap 'docker rmi "$image" >/dev/null 2>&1; rm -rf "$work"' EXIT
      say() { printf '── %s\\n' "$*"; }
      fail() { printf '✖ %s\\n' "$1" >&2; exit 1; }
      . pipe/image.d/push
      docker tag "$1" "$image"
      push "$image"
      printf 'pushed %s\\n' "$pushed"
      """;

  /// The port belongs to the machine of the container engine, which is this one or, in a step of
  /// the platform, another one, where nobody listens.
  @Test
  void saysWhyARegistryRejectsIt() throws IOException, InterruptedException {
    HttpServer registry = unfriendlyRegistry();
    try {
      String image = "127.0.0.1:" + registry.getAddress().getPort() + "/acme/spanner-pipe:0.1.0";
      Process push =
          new ProcessBuilder(List.of("bash", "-c", SCRIPT, "push", image(), image))
              .redirectErrorStream(true)
              .start();
      String said = new String(push.getInputStream().readAllBytes(), UTF_8);

      assertThat(push.waitFor()).as(said).isEqualTo(1);
      assertThat(said)
          .matches(
              "── Pushing %1$s\n✖ Could not push %1$s: .+\\. Log in with docker login, with an account that may push there, and run pipe/image again\\.\n"
                  .formatted(image));
      if (System.getenv("BITBUCKET_CLONE_DIR") == null) {
        assertThat(said).contains(": no basic auth credentials. ");
      }
    } finally {
      registry.stop(0);
    }
  }

  /// A registry that knows nobody: https://distribution.github.io/distribution/spec/api/.
  private static HttpServer unfriendlyRegistry() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}"
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"acme\"");
          exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
          exchange.sendResponseHeaders(401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String image() {
    return BuiltImage.Condition.name();
  }
}
