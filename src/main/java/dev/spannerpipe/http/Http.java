package dev.spannerpipe.http;

/// Sends requests, one attempt each: no redirects, no retries, no proxy but the one asked for.
public interface Http {
  /// Sends the request and returns the answer, whatever its status is.
  ///
  /// Throws an [HttpException] where no whole answer came: no connection, a time-out, or a body
  /// over the request's limit.
  HttpAnswer send(HttpCall call);
}
