package dev.spannerpipe.http;

import java.util.Map;

/// An HTTP response.
///
/// @param status the status code
/// @param headers maps the lowercase name of each header to the first value of the header
/// @param body the body; never printed, because it may contain a secret
public record HttpAnswer(int status, Map<String, String> headers, String body) {
  /// Copies the headers.
  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  /// Returns only the status, because the body may contain a secret.
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
