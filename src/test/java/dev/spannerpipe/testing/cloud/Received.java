package dev.spannerpipe.testing.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that a stand-in got.
///
/// @param headers by name in lowercase
/// @param query still encoded; empty for none
public record Received(
    String method, String path, String query, Map<String, String> headers, String body) {
  /// Returns the fields of a form.
  public Map<String, String> form() {
    return decoded(body);
  }

  /// Returns the parameters of the address.
  public Map<String, String> parameters() {
    return decoded(query);
  }

  /// Returns the bearer token.
  public Optional<String> bearer() {
    return Optional.ofNullable(headers.get("authorization"))
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> value.substring("Bearer ".length()));
  }

  private static Map<String, String> decoded(String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      List<String> parts = Arrays.asList(pair.split("=", 2));
      if (parts.size() == 2) {
        fields.put(
            URLDecoder.decode(parts.getFirst(), UTF_8), URLDecoder.decode(parts.getLast(), UTF_8));
      }
    }
    return fields;
  }
}
