package dev.spannerpipe.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a proxy gets, byte by byte.
class ProxiedHttpTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private ServerSocket proxy;

  @BeforeEach
  void open() throws IOException {
    proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  private void serve() {
    while (!proxy.isClosed()) {
      try (Socket client = proxy.accept()) {
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          lines.add(line);
        }
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno"
                    .getBytes(UTF_8));
      } catch (IOException _) {
        // The client has what it wanted, or the test is over.
      }
    }
  }

  private static HttpCall put(String address) {
    return new HttpCall(
        "PUT", URI.create(address), Map.of("Accept", "text/plain"), "{}", LONG, 1000);
  }

  private InetSocketAddress unresolved() {
    return InetSocketAddress.createUnresolved("localhost", proxy.getLocalPort());
  }

  @Test
  void theRequestHasTheAbsoluteFormAndNothingThatAuthorizesOrUpgrades() {
    HttpAnswer answer =
        JdkHttp.through(unresolved()).send(put("http://api.invalid/2.0/a%20b/%7Bc%7D?d=e&f=g,h"));

    assertThat(answer.status()).isEqualTo(407);
    assertThat(answer.body()).isEqualTo("no");
    assertThat(lines)
        .first()
        .isEqualTo("PUT http://api.invalid/2.0/a%20b/%7Bc%7D?d=e&f=g,h HTTP/1.1");
    assertThat(lines.subList(1, lines.size()))
        .extracting(line -> line.replaceFirst("(?<=^User-Agent: ).*", "…"))
        .containsExactlyInAnyOrder(
            "Host: api.invalid", "Content-Length: 2", "Accept: text/plain", "User-Agent: …");
  }

  @Test
  void noProxyOfTheMachineIsUsedInstead() {
    java.net.ProxySelector before = java.net.ProxySelector.getDefault();
    java.net.ProxySelector.setDefault(
        java.net.ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "1");
    System.setProperty("http.nonProxyHosts", "*");
    try {
      assertThat(JdkHttp.through(unresolved()).send(put("http://api.invalid/")).status())
          .isEqualTo(407);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
      System.clearProperty("http.nonProxyHosts");
      java.net.ProxySelector.setDefault(before);
    }
  }

  @Test
  void aProxyThatIsGoneIsNamedAsOneThatCannotBeReached() throws IOException {
    InetSocketAddress gone = unresolved();
    proxy.close();

    assertThatThrownBy(() -> JdkHttp.through(gone).send(put("http://api.invalid/")))
        .isInstanceOf(HttpException.class)
        .hasMessage("no connection could be made");
  }
}
