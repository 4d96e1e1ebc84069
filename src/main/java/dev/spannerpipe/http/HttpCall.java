package dev.spannerpipe.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// An HTTP request.
///
/// @param headers by name; never printed
/// @param body the content, or empty text for none; never printed
/// @param timeout for the whole answer
/// @param limit the largest allowed body of the answer, in bytes
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

  /// Headers and body may contain secrets.
  @Override
  public String toString() {
    return method + " " + address;
  }
}
