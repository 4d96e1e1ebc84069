package dev.spannerpipe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends requests with the HTTP client of the JDK, over HTTP/1.1: no redirects, no cookies, and no
/// proxy but the given one. The threads of the client do not keep the process alive, but delay its
/// end unless the client is closed. Thread-safe.
public final class JdkHttp implements Http {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /// How long [#close] waits for the end of the client's threads. They need about a millisecond.
  private static final Duration END = Duration.ofMillis(25);

  private final Duration connectTimeout;
  private final ProxySelector proxy;
  private @Nullable HttpClient client;

  /// Creates a client with a connection timeout of 3 s.
  public JdkHttp() {
    this(CONNECT_TIMEOUT);
  }

  /// Creates a client with another connection timeout, for tests.
  JdkHttp(Duration connectTimeout) {
    this(connectTimeout, HttpClient.Builder.NO_PROXY);
  }

  private JdkHttp(Duration connectTimeout, ProxySelector proxy) {
    this.connectTimeout = connectTimeout;
    this.proxy = proxy;
  }

  /// Creates a client that sends every request through this HTTP proxy. A request to an `http`
  /// address arrives there in the absolute form of [RFC 9112, section
  /// 3.2.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2), and the proxy can read it. The
  /// client never authenticates itself to the proxy.
  public static JdkHttp through(InetSocketAddress proxy) {
    return new JdkHttp(CONNECT_TIMEOUT, ProxySelector.of(proxy));
  }

  /// Sends the request and waits for the whole response. Does not use the timeout that the JDK
  /// supports for a request, because that timeout no longer applies once the headers of the
  /// response have arrived.
  @Override
  public HttpAnswer send(HttpCall call) {
    HttpRequest request = request(call);
    CompletableFuture<HttpResponse<byte[]>> answer =
        client()
            .sendAsync(
                request,
                HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), call.limit()));
    try {
      return answer(answer.get(call.timeout().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      throw new HttpException(
          "no complete response arrived within " + seconds(call.timeout()), late);
    } catch (ExecutionException failure) {
      throw new HttpException(
          Reasons.of(failure, connectTimeout), failure, Reasons.areTemporary(failure));
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new HttpException("the wait for the response was interrupted", interruption, false);
    } finally {
      // After a timeout, the client would continue to receive the response. Canceling ends this
      // work, and has no effect on a request that has already ended.
      answer.cancel(true);
    }
  }

  /// Converts the request. If the JDK rejects a header, the message of the JDK's exception quotes
  /// the header, which may be a secret. So that exception is dropped.
  private static HttpRequest request(HttpCall call) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(call.address()).method(call.method(), body(call.body()));
      call.headers().forEach(request::header);
      return request.build();
    } catch (IllegalArgumentException _) {
      throw new HttpException(
          "the address or a header of the request cannot be sent",
          new IllegalArgumentException(),
          false);
    }
  }

  private static HttpRequest.BodyPublisher body(String body) {
    return body.isEmpty()
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(body, UTF_8);
  }

  private static HttpAnswer answer(HttpResponse<byte[]> response) {
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .map()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new HttpAnswer(response.statusCode(), headers, new String(response.body(), UTF_8));
  }

  /// Returns the client, and creates it on the first call. Creating a client takes time, because it
  /// reads the certificates of the machine.
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(connectTimeout)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(proxy)
              .build();
      client = made;
    }
    return made;
  }

  /// Aborts the requests that are in progress, and waits up to 25 ms for the end of the client's
  /// threads. A later request begins with new threads.
  @Override
  public void close() {
    HttpClient open = taken();
    if (open == null) {
      return;
    }
    open.shutdownNow();
    try {
      boolean _ = open.awaitTermination(END);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable HttpClient taken() {
    HttpClient open = client;
    client = null;
    return open;
  }

  static String seconds(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }
}
