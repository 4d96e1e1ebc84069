package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.testing.FastTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Services that answer as a test says, in simulated time.
final class PlayedHttp implements Http {
  /// Not an answer: the connection breaks.
  static final HttpAnswer BROKEN = answer(0, "broken");

  /// Not an answer: there never is one.
  static final HttpAnswer HANG = answer(0, "hang");

  private final FastTime time = new FastTime(Instant.parse("2026-01-01T00:00:00Z"), Duration.ZERO);
  private final List<String> requests = new ArrayList<>();
  private final Function<HttpCall, HttpAnswer> service;

  PlayedHttp(Function<HttpCall, HttpAnswer> service) {
    this.service = service;
  }

  FastTime time() {
    return time;
  }

  /// Returns the requests with the second at which each began.
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public HttpAnswer send(HttpCall call) {
    requests.add(
        "%d s: %s %s"
            .formatted(
                time.elapsed().toSeconds(),
                call.method(),
                call.address().getRawPath().replaceFirst(".*/team/shop/", "")));
    HttpAnswer answer = service.apply(call);
    if (answer.equals(BROKEN)) {
      throw new HttpException(
          "the connection broke before the response was complete",
          new IOException(),
          !Thread.currentThread().isInterrupted());
    }
    if (answer.equals(HANG)) {
      time.sleep(call.timeout());
      throw new HttpException(
          "no complete response arrived within " + call.timeout().toSeconds() + " s",
          new TimeoutException());
    }
    return answer;
  }

  static HttpAnswer answer(int status, String body) {
    return new HttpAnswer(status, Map.of(), body);
  }

  /// Lets some time pass before the answer.
  HttpAnswer after(Duration duration, HttpAnswer answer) {
    time.sleep(duration);
    return answer;
  }
}
