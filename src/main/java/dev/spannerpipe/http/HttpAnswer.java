package dev.spannerpipe.http;

import java.util.Map;

/// An answer.
///
/// @param headers by name in lowercase; the first value of each
/// @param body the content; never printed, it may hold a secret
public record HttpAnswer(int status, Map<String, String> headers, String body) {
  /// Copies the headers.
  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  /// The body may hold a secret.
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
