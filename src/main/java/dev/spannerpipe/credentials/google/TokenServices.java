package dev.spannerpipe.credentials.google;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Sends requests to the services that issue tokens, and retries if that can help.
final class TokenServices {
  /// How long to wait for a response.
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// The maximum size of a response in bytes. An access token has at most 12 KiB, and an ID token
  /// or an error is not much larger.
  private static final int LARGEST_RESPONSE = 128 * 1024;

  private static final RetryPolicy POLICY = RetryPolicy.CALLS.within(Duration.ofSeconds(30));
  private static final int ISSUER_ATTEMPTS = 3;

  /// A part of the message that Google's token service returns if it cannot reach the issuer of the
  /// OIDC token. The error code does not identify this case, because `invalid_grant` stands for
  /// every rejected token.
  static final String ISSUER_UNREACHABLE = "Error connecting to the given credential's issuer";

  private final Http http;
  private final Retry retry;

  TokenServices(Http http, Retry retry) {
    this.http = http;
    this.retry = retry;
  }

  /// Sends the request, with retries if they can help. Returns the response as converted by `read`.
  /// Throws the [ServiceException] of the last attempt.
  ///
  /// @param service the service's name in log lines
  /// @param patient whether to retry; if false, the request is sent only once
  <T> T request(String service, HttpCall call, boolean patient, Function<HttpAnswer, T> read) {
    Remote remote = Remote.at(service, call.address());
    if (!patient) {
      return once(remote, call, read);
    }
    AtomicInteger issuer = new AtomicInteger();
    return retry.call(
        POLICY,
        failure ->
            failure instanceof ServiceException refusal
                && (refusal.isTransient()
                    || (issuerUnreachable(refusal) && issuer.incrementAndGet() < ISSUER_ATTEMPTS)),
        () -> once(remote, call, read));
  }

  static HttpCall call(String method, URI address, Map<String, String> headers, String body) {
    return new HttpCall(method, address, headers, body, TIMEOUT, LARGEST_RESPONSE);
  }

  static boolean issuerUnreachable(ServiceException refusal) {
    return refusal.words().contains(ISSUER_UNREACHABLE);
  }

  private <T> T once(Remote remote, HttpCall call, Function<HttpAnswer, T> read) {
    return retry.attempt(remote, () -> once(call.within(retry.limit(call.timeout())), read));
  }

  private <T> T once(HttpCall call, Function<HttpAnswer, T> read) {
    HttpAnswer answer;
    try {
      answer = http.send(call);
    } catch (HttpException failure) {
      throw ServiceException.unreachable(failure);
    }
    if (answer.status() != 200) {
      throw ServiceException.of(answer);
    }
    return read.apply(answer);
  }
}
