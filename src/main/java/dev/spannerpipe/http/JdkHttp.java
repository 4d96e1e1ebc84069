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

/// Requests by the JDK's own client, over HTTP/1.1: no redirects, no proxy, no cookies, and its
/// threads keep no process alive. Thread-safe.
public final class JdkHttp implements Http {
  private final Duration connectTimeout;
  private @Nullable HttpClient client;

  /// Gives up where no connection is made within 3 s.
  public JdkHttp() {
    this(Duration.ofSeconds(3));
  }

  /// Gives up where no connection is made within this time.
  JdkHttp(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  /// The request has no time-out of its own: the library's would end with the answer's headers.
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
      // Ends what goes on after a time-out; without effect on what has ended.
      answer.cancel(true);
    }
  }

  /// The library quotes a header that it does not take, which may be a secret: its words are left
  /// out.
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

  /// The client is made when it is first needed: that reads the certificates of the machine.
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
