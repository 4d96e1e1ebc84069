package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.retry.Retry;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// Sends the requests of one publication, and limits their number and their time. Bitbucket allows
/// 1,000 requests per hour and user, and nobody should wait long for a report. Not thread-safe.
final class RequestBudget {
  /// How long a publication may take.
  static final Duration TIME = Duration.ofSeconds(30);

  private static final int REQUESTS = 16;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Retry retry;
  private final Duration begin;
  private int left = REQUESTS;
  private int reserved;
  private Retry timed;

  RequestBudget(Retry retry) {
    this.retry = retry;
    this.begin = retry.time().elapsed();
    this.timed = retry.until(begin.plus(TIME));
  }

  /// Keeps requests and time for later.
  ///
  /// @param requests how many requests to keep
  /// @param time how much of [#TIME] to keep
  void reserve(int requests, Duration time) {
    reserved = requests;
    timed = retry.until(begin.plus(TIME).minus(time));
  }

  /// Returns how many requests may still be sent, without those that are reserved.
  int left() {
    return left - reserved;
  }

  /// Sends a request, once.
  ///
  /// Throws an [HttpException] if no complete response arrived, or if no request or no time is
  /// left. Throws an [InterruptedWaitException] if the run must end.
  HttpAnswer send(Http http, Remote remote, HttpCall call) {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedWaitException();
    }
    if (left() <= 0 || timed.deadline().isOver()) {
      throw new HttpException(nothingLeft(), new TimeoutException(), false);
    }
    left--;
    try {
      return timed.attempt(remote, () -> http.send(call.within(timed.limit(call.timeout()))));
    } catch (HttpException failure) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedWaitException();
      }
      left -= wasSentTwice(call) ? 1 : 0;
      throw failure;
    }
  }

  private String nothingLeft() {
    if (left() <= 0) {
      return "the limit of %d requests is reached".formatted(REQUESTS);
    }
    return retry.deadline().isOver()
        ? "TIMEOUT has expired"
        : "the limit of %d s is reached".formatted(TIME.toSeconds());
  }

  /// Sends a request that may be sent twice without harm. Sends it again once if the service
  /// reported an error of its own, or if the connection broke. Otherwise like [#send].
  HttpAnswer sendAgain(Http http, Remote remote, HttpCall call) {
    try {
      HttpAnswer answer = send(http, remote, call);
      if (answer.status() < 500 || !allowsAnother()) {
        return answer;
      }
    } catch (HttpException failure) {
      if (!failure.isTemporary() || isLate(failure) || wasSentTwice(call) || !allowsAnother()) {
        throw failure;
      }
    }
    timed.time().sleep(PAUSE);
    return send(http, remote, call);
  }

  /// A service that did not respond in time would only use up the time that the others need.
  private static boolean isLate(HttpException failure) {
    return failure.getCause() instanceof TimeoutException;
  }

  /// The client of the JDK itself sends a GET again if the connection breaks before the response.
  private static boolean wasSentTwice(HttpCall call) {
    return call.method().equals("GET");
  }

  private boolean allowsAnother() {
    return left() > 0 && timed.deadline().atMost(PAUSE.multipliedBy(2)).compareTo(PAUSE) > 0;
  }
}
