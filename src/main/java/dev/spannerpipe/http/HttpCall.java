package dev.spannerpipe.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// An HTTP request.
///
/// @param method the HTTP method, such as `POST`
/// @param address the URL
/// @param headers maps the name of each header to its value; never printed
/// @param body the body, or an empty string for a request without a body; never printed
/// @param timeout how long the whole response may take
/// @param limit the maximum size of the body of the response, in bytes
public record HttpCall(
    String method,
    URI address,
    Map<String, String> headers,
    String body,
    Duration timeout,
    int limit) {
  /// Copies the headers.
  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /// Returns the same request with another timeout.
  public HttpCall within(Duration limit) {
    return new HttpCall(method, address, headers, body, limit, this.limit);
  }

  /// Returns only the method and the URL, because headers and body may contain secrets.
  @Override
  public String toString() {
    return method + " " + address;
  }
}
