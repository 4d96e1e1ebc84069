package dev.spannerpipe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

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

/// Sends requests through the JDK's own client, over HTTP/1.1: no redirects, no proxy, no cookies.
/// Its threads keep no process alive. Thread-safe.
public final class JdkHttp implements Http {
  private final Duration connectTimeout;
  private @Nullable HttpClient client;

  /// Creates a client with a connection timeout of 3 s.
  public JdkHttp() {
    this(Duration.ofSeconds(3));
  }

  /// Creates a client with this connection timeout.
  JdkHttp(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  /// The request has no timeout of its own, because the library's timeout would end with the
  /// answer's headers.
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
      throw new HttpException("no whole answer came within " + seconds(call.timeout()), late);
    } catch (ExecutionException failure) {
      throw new HttpException(
          Reasons.of(failure, connectTimeout), failure, Reasons.areTemporary(failure));
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new HttpException("the wait for the answer was interrupted", interruption, false);
    } finally {
      // This ends the work that continues after a timeout. It has no effect on a request that has
      // ended.
      answer.cancel(true);
    }
  }

  /// The library's message quotes a header that it rejects. The header may be a secret, so the
  /// message is dropped.
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

  /// The client is created when first needed, because that reads the machine's certificates.
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(connectTimeout)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .build();
      client = made;
    }
    return made;
  }

  static String seconds(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }
}
