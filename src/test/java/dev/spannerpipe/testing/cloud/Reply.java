package dev.spannerpipe.testing.cloud;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a stand-in answers.
///
/// @param delay before the first byte
public record Reply(
    int status, String contentType, String body, Map<String, String> headers, Duration delay) {
  /// Returns an answer of this type.
  public static Reply of(int status, String contentType, String body) {
    return new Reply(status, contentType, body, Map.of(), Duration.ZERO);
  }

  /// Returns an answer in JSON.
  public static Reply json(int status, Map<String, ?> body) {
    return of(status, "application/json", JSONObjectUtils.toJSONString(Map.copyOf(body)));
  }

  /// Returns an error in OAuth's shape.
  public static Reply oauthError(int status, String code, String description) {
    return json(status, Map.of("error", code, "error_description", description));
  }

  /// Returns an error in Google's shape.
  public static Reply googleError(int status, String code, String message) {
    return json(status, Map.of("error", googleBody(status, code, message)));
  }

  /// Returns an error in Google's shape, with a finer reason.
  public static Reply googleError(int status, String code, String reason, String message) {
    Map<String, Object> error = new java.util.HashMap<>(googleBody(status, code, message));
    error.put(
        "details",
        List.of(
            Map.of(
                "@type", "type.googleapis.com/google.rpc.ErrorInfo",
                "reason", reason,
                "domain", "googleapis.com")));
    return json(status, Map.of("error", error));
  }

  /// A proxy's page in the place of an answer.
  public static Reply html(int status) {
    return of(
        status, "text/html", "<html><head><title>Error</title></head><body>Oops</body></html>");
  }

  /// No body at all.
  public static Reply empty(int status) {
    return of(status, "text/plain", "");
  }

  /// Returns the same, but late.
  public Reply after(Duration newDelay) {
    return new Reply(status, contentType, body, headers, newDelay);
  }

  /// Returns the same with one more header.
  public Reply with(String name, String value) {
    return new Reply(status, contentType, body, Map.of(name, value), delay);
  }

  private static Map<String, Object> googleBody(int status, String code, String message) {
    return Map.of("code", status, "message", message, "status", code);
  }
}
