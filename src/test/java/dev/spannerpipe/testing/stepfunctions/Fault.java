package dev.spannerpipe.testing.stepfunctions;

import java.util.Optional;

/// What goes wrong with one call.
///
/// @param performed whether the service does what it was asked for nevertheless
/// @param status of the answer; 0 where the connection is cut
public record Fault(boolean performed, int status, String code, String message) {
  /// The connection is cut before anything happens.
  public static Fault cut() {
    return new Fault(false, 0, "", "");
  }

  /// The connection is cut after the service did it.
  public static Fault cutAfterwards() {
    return new Fault(true, 0, "", "");
  }

  /// Too many requests.
  public static Fault throttled() {
    return error(400, "ThrottlingException", "Rate exceeded");
  }

  /// The service has a problem of its own.
  public static Fault unavailable() {
    return error(503, "ServiceUnavailable", "Service is unavailable");
  }

  /// The credentials have ended.
  public static Fault expired() {
    return error(
        400, "ExpiredTokenException", "The security token included in the request is expired");
  }

  /// The service answers with this error.
  public static Fault error(int status, String code, String message) {
    return new Fault(false, status, code, message);
  }

  Optional<Refusal> refusal() {
    return status == 0 ? Optional.empty() : Optional.of(new Refusal(status, code, message));
  }
}
