package dev.spannerpipe.http;

/// Sends HTTP requests, one attempt each: no redirects, no retries, no proxy.
public interface Http {
  /// Sends the request and returns the answer, whatever its status is.
  ///
  /// Throws an [HttpException] if no complete answer arrived: no connection, a timeout, or a body
  /// over the request's limit.
  HttpAnswer send(HttpCall call);
}
