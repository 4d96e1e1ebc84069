package dev.spannerpipe.http;

import java.util.Map;

/// An HTTP response.
///
/// @param headers the first value of each header, by lowercase name
/// @param body the content; never printed, because it may contain a secret
public record HttpAnswer(int status, Map<String, String> headers, String body) {
  /// Copies the headers.
  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  /// Returns the status without the body, which may contain a secret.
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
