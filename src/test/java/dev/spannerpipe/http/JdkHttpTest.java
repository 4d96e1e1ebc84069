package dev.spannerpipe.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.PlatformThreads;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests to a server on this machine that does what servers do, and what they should not.
class JdkHttpTest {
  private static final String SECRET = "Bearer very-secret-token";
  private static final Duration SOON = Duration.ofMillis(300);

  /// More than any machine needs for what is not meant to fail.
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Http http = new JdkHttp(LONG);
  private final List<String> received = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(PlatformThreads.executor());
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void serve(HttpHandler handler) {
    server.createContext(
        "/",
        exchange -> {
          received.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getProtocol()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          handler.handle(exchange);
        });
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static HttpCall get(URI address) {
    return new HttpCall("GET", address, Map.of("Authorization", SECRET), "", LONG, 1000);
  }

  private static HttpCall within(Duration timeout, HttpCall call) {
    return new HttpCall(
        call.method(), call.address(), call.headers(), call.body(), timeout, call.limit());
  }

  private void fails(HttpCall call, String reason) {
    fails(call, reason, true);
  }

  private void fails(HttpCall call, String reason, boolean temporary) {
    assertThatThrownBy(() -> http.send(call))
        .isInstanceOfSatisfying(
            HttpException.class,
            failure -> {
              assertThat(failure).hasMessage(reason);
              assertThat(failure.isTemporary()).isEqualTo(temporary);
              for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("very-secret-token");
              }
            });
  }

  @Test
  void sendsAndReceives() {
    serve(
        exchange -> {
          exchange.getResponseHeaders().add("X-Some-Header", "first");
          exchange.getResponseHeaders().add("X-Some-Header", "second");
          answer(exchange, 201, "größe");
        });

    HttpAnswer answer =
        http.send(
            new HttpCall(
                "POST",
                address("/token?a=b"),
                Map.of("Authorization", SECRET),
                "ünicode",
                LONG,
                1000));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("größe");
    assertThat(answer.headers()).containsEntry("x-some-header", "first");
    assertThat(answer.toString()).isEqualTo("HTTP 201");
    assertThat(received).containsExactly("POST /token?a=b HTTP/1.1 " + SECRET + " ünicode");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304, 400, 401, 403, 407, 404, 429, 500, 503})
  void returnsEveryStatus(int status) {
    serve(exchange -> answer(exchange, status, ""));

    assertThat(http.send(get(address("/"))).status()).isEqualTo(status);
    assertThat(received).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) {
    serve(
        exchange -> {
          exchange.getResponseHeaders().add("Location", address("/evil").toString());
          answer(exchange, status, "");
        });

    HttpAnswer answer = http.send(get(address("/")));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers()).containsEntry("location", address("/evil").toString());
    assertThat(received).hasSize(1);
  }

  @Test
  void usesNoProxyOfTheMachine() {
    serve(exchange -> answer(exchange, 200, "direct"));
    java.net.ProxySelector before = java.net.ProxySelector.getDefault();
    java.net.ProxySelector.setDefault(
        java.net.ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
    try {
      assertThat(http.send(get(address("/"))).body()).isEqualTo("direct");
    } finally {
      java.net.ProxySelector.setDefault(before);
    }
  }

  @Test
  void takesABodyUpToItsLimit() {
    serve(exchange -> answer(exchange, 200, "x".repeat(1000)));

    assertThat(http.send(get(address("/"))).body()).hasSize(1000);
  }

  @Test
  void refusesABodyOverItsLimit() {
    serve(exchange -> answer(exchange, 200, "x".repeat(1001)));

    fails(get(address("/")), "the response is longer than 1000 bytes", false);
  }

  @Test
  void stopsAServerThatNeverEnds() throws InterruptedException {
    AtomicLong sent = new AtomicLong();
    CountDownLatch stopped = new CountDownLatch(1);
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] part = new byte[64 * 1024];
          try (OutputStream body = exchange.getResponseBody()) {
            while (sent.addAndGet(part.length) < 1L << 32) {
              body.write(part);
            }
          } finally {
            stopped.countDown();
          }
        });

    fails(get(address("/")), "the response is longer than 1000 bytes", false);

    assertThat(stopped.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(sent.get()).isLessThan(64L << 20);
  }

  @Test
  void givesUpOnASlowAnswer() {
    CountDownLatch end = new CountDownLatch(1);
    serve(
        exchange -> {
          await(end);
          answer(exchange, 200, "late");
        });
    long before = System.nanoTime();

    fails(within(SOON, get(address("/"))), "no complete response arrived within 300 ms");

    // The server would have answered after a minute.
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(SOON, LONG.dividedBy(2));
    end.countDown();
  }

  @Test
  void givesUpOnAnAnswerThatDripsIn() {
    CountDownLatch end = new CountDownLatch(1);
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          try (OutputStream body = exchange.getResponseBody()) {
            for (int part = 0; part < 1000 && end.getCount() > 0; part++) {
              // 20 s for the whole answer at least.
              body.write('x');
              body.flush();
              new SystemTime().sleep(Duration.ofMillis(20));
            }
          }
        });

    fails(
        within(Duration.ofSeconds(1), get(address("/"))),
        "no complete response arrived within 1 s");
    end.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    fails(get(URI.create("http://127.0.0.1:" + port + "/")), "no connection could be made");
  }

  @Test
  void saysThatNobodyAnswersTheCall() {
    // A reserved address, to which no way leads; where there is no network at all, there is no way
    // either.
    Http hasty = new JdkHttp(Duration.ofMillis(500));
    assertThatThrownBy(() -> hasty.send(get(URI.create("http://192.0.2.1:81/"))))
        .isInstanceOf(HttpException.class)
        .message()
        .isIn("no connection was made within 500 ms", "no connection could be made");
  }

  @Test
  void saysThatAHostIsNotKnown() {
    fails(get(URI.create("http://nowhere.invalid/")), "the name of the host is not known");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP/1.1 200 OK\\r\\nContent-Length: 100\\r\\n\\r\\ncut | the connection broke before the response was complete
          HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\ncu | the connection broke before the response was complete
          ''                                        | the connection broke before the response was complete
          SSH-2.0-OpenSSH_9.2\\r\\n\\r\\n             | the response is not HTTP
          HTTP/1.1 abc OK\\r\\n\\r\\n                 | the response is not HTTP
          """)
  void saysThatAnAnswerIsNone(String bytes, String reason) throws IOException {
    String raw = bytes.replace("\\r", "\r").replace("\\n", "\n");
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> answerAll(socket, raw));

      fails(get(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/")), reason);
    }
  }

  /// The library may ask again where nothing at all was answered.
  private static void answerAll(ServerSocket socket, String raw) {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        assertThat(client.getInputStream().read(new byte[4096])).isPositive();
        client.getOutputStream().write(raw.getBytes(ISO_8859_1));
      } catch (IOException gone) {
        // The client has what it wanted.
      }
    }
  }

  @Test
  void saysThatAServerSpeaksNoTls() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform()
          .daemon()
          .start(() -> answerAll(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"));
      URI secure = URI.create("https://127.0.0.1:" + socket.getLocalPort() + "/");

      assertThatThrownBy(() -> http.send(get(secure)))
          .isInstanceOf(HttpException.class)
          .hasMessage("no secure connection could be made");
    }
  }

  @Test
  void quotesNoHeaderThatCannotBeSent() {
    fails(
        new HttpCall(
            "GET",
            address("/"),
            Map.of("Authorization", SECRET + "\r\nX-Other: 1"),
            "",
            SOON,
            1000),
        "the address or a header of the request cannot be sent",
        false);
    fails(
        get(URI.create("/very-secret-token")),
        "the address or a header of the request cannot be sent",
        false);
    assertThat(received).isEmpty();
  }

  @Test
  void endsTheWaitWhenItIsInterrupted() {
    CountDownLatch end = new CountDownLatch(1);
    serve(
        exchange -> {
          await(end);
          answer(exchange, 200, "");
        });

    Thread.currentThread().interrupt();
    fails(get(address("/")), "the wait for the response was interrupted", false);

    assertThat(Thread.interrupted()).isTrue();
    end.countDown();
  }

  @Test
  void showsNothingOfARequestButItsAddress() {
    assertThat(get(URI.create("http://a/b")).toString()).isEqualTo("GET http://a/b");
  }
}
