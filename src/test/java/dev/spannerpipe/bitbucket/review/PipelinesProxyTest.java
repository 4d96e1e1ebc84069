package dev.spannerpipe.bitbucket.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.retry.InterruptedWaitException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where the proxy of Pipelines is searched, and found.
class PipelinesProxyTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                               | ''           | host.docker.internal, localhost
          tcp://10.0.0.5:2375              | ''           | 10.0.0.5, host.docker.internal, localhost
          tcp://host.docker.internal:2375  | ''           | host.docker.internal, localhost
          tcp://localhost                  | localhost    | localhost, host.docker.internal
          tcp://[fd00::1]:2376             | 172.17.0.1   | [fd00::1], 172.17.0.1, host.docker.internal, localhost
          ' tcp://a.b:1/ '                 | ' a.b '      | a.b, host.docker.internal, localhost
          unix:///var/run/docker.sock      | 10.0.0.9     | 10.0.0.9, host.docker.internal, localhost
          ssh://me@remote                  | ${X}         | host.docker.internal, localhost
          tcp://                           | a b          | host.docker.internal, localhost
          tcp://a b:2375                   | http://c     | host.docker.internal, localhost
          ${DOCKER_HOST}                   | a:2375       | host.docker.internal, localhost
          10.0.0.5:2375                    | -            | host.docker.internal, localhost
          ''                               | fd00::1      | fd00::1, host.docker.internal, localhost
          """)
  void theHostsComeFromTheEnvironmentEachOnce(String docker, String internal, String hosts) {
    assertThat(
            PipelinesProxy.hosts(
                Map.of("DOCKER_HOST", docker, "BITBUCKET_DOCKER_HOST_INTERNAL", internal)))
        .containsExactly(hosts.split(", "));
  }

  @Test
  void withoutVariablesTwoHostsRemainAndThePortIsKnown() {
    assertThat(PipelinesProxy.of(Map.of()).candidates())
        .containsExactly("host.docker.internal:29418", "localhost:29418");
  }

  @Test
  void theFirstHostThatAcceptsIsTheProxy() throws IOException {
    int port = listening("127.0.0.2", 0).getLocalPort();
    listening("127.0.0.3", port);

    assertThat(
            new PipelinesProxy(
                    List.of("nowhere.invalid", "127.0.0.1", "127.0.0.2", "127.0.0.3"), port, LONG)
                .find())
        .contains(new InetSocketAddress("127.0.0.2", port));
  }

  @Test
  void aHostThatDoesNotAcceptInTimeIsPassedOver() throws IOException {
    ServerSocket deaf = deaf("127.0.0.2");
    listening("127.0.0.3", deaf.getLocalPort());

    assertThat(
            new PipelinesProxy(
                    List.of("127.0.0.2", "127.0.0.3"), deaf.getLocalPort(), Duration.ofSeconds(1))
                .find())
        .contains(new InetSocketAddress("127.0.0.3", deaf.getLocalPort()));
  }

  @Test
  void whereNobodyListensThereIsNone() throws IOException {
    int port = listening("127.0.0.1", 0).getLocalPort();
    close(opened);

    assertThat(new PipelinesProxy(List.of("127.0.0.1", "127.0.0.2"), port, LONG).find()).isEmpty();
  }

  @Test
  void aRunThatMustEndDoesNotSearchOn() throws IOException {
    ServerSocket deaf = deaf("127.0.0.2");
    PipelinesProxy search = new PipelinesProxy(List.of("127.0.0.2"), deaf.getLocalPort(), LONG);

    Thread.currentThread().interrupt();
    assertThatThrownBy(search::find).isInstanceOf(InterruptedWaitException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  private ServerSocket listening(String host, int port) throws IOException {
    ServerSocket socket = new ServerSocket(port, 50, InetAddress.getByName(host));
    opened.add(socket);
    return socket;
  }

  /// A listener whose queue is full: the system drops what else arrives.
  private ServerSocket deaf(String host) throws IOException {
    ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host));
    opened.add(socket);
    for (int waiting = 0; waiting < 3; waiting++) {
      Socket client = new Socket();
      opened.add(client);
      try {
        client.connect(socket.getLocalSocketAddress(), 200);
      } catch (java.net.SocketTimeoutException _) {
        return socket;
      }
    }
    return socket;
  }

  private static void close(List<AutoCloseable> all) throws IOException {
    for (AutoCloseable each : all) {
      ((ServerSocket) each).close();
    }
  }
}
