package dev.spannerpipe.http;

/// Sends HTTP requests. Each request is one attempt: no redirects, no retries.
public interface Http extends AutoCloseable {
  /// Sends the request and returns the response, whatever the status of the response is.
  ///
  /// Throws an [HttpException] if no complete response arrived: there was no connection, the
  /// timeout expired, or the body was longer than the limit of the request.
  HttpAnswer send(HttpCall call);

  /// Ends the threads and connections that served the requests so far, if there are any.
  @Override
  default void close() {}
}
