package dev.spannerpipe.testing.bitbucket;

import java.util.Map;

/// A request that the stand-in got.
///
/// @param target as in the first line of the request
/// @param path still encoded
/// @param query still encoded; empty for none
/// @param headers by name in lowercase
public record Asked(
    Side side,
    String method,
    String target,
    String path,
    String query,
    Map<String, String> headers,
    String body) {
  @Override
  public String toString() {
    return side + " " + method + " " + path;
  }
}
