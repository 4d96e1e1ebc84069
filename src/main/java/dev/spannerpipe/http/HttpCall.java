package dev.spannerpipe.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// A request.
///
/// @param headers by name; never printed
/// @param body the content, empty for none; never printed
/// @param timeout for the whole answer
/// @param limit how many bytes the answer's body may have
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

  /// Returns the same with another time for the whole answer.
  public HttpCall within(Duration limit) {
    return new HttpCall(method, address, headers, body, limit, this.limit);
  }

  /// Headers and body may hold secrets.
  @Override
  public String toString() {
    return method + " " + address;
  }
}
