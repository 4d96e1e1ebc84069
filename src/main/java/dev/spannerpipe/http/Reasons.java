package dev.spannerpipe.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Describes why no complete response arrived. The messages of the JDK are not shown, because they
/// may contain parts of the request.
final class Reasons {
  /// The start of the message with which [java.net.http.HttpResponse.BodyHandlers#limiting] reports
  /// a body over the limit. There is no exception type for this case. After this start, the message
  /// contains the limit in bytes.
  private static final String TOO_LONG = "body exceeds capacity: ";

  private Reasons() {}

  static String of(Throwable failure, Duration connectTimeout) {
    String nearest = "the connection broke before the response was complete";
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpConnectTimeoutException) {
        return "no connection was made within " + JdkHttp.seconds(connectTimeout);
      }
      // The innermost cause is the most specific.
      nearest = known(cause).orElse(nearest);
    }
    return nearest;
  }

  /// Returns whether a retry may succeed after this failure.
  static boolean areTemporary(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isTooLong(cause) || cause instanceof CertificateException) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTooLong(Throwable cause) {
    return cause instanceof IOException && String.valueOf(cause.getMessage()).startsWith(TOO_LONG);
  }

  private static Optional<String> known(Throwable cause) {
    return Optional.ofNullable(
        switch (cause) {
          case IOException tooLong when isTooLong(tooLong) ->
              "the response is longer than %s bytes"
                  .formatted(String.valueOf(tooLong.getMessage()).substring(TOO_LONG.length()));
          case UnresolvedAddressException _ -> "the name of the host is not known";
          case UnknownHostException _ -> "the name of the host is not known";
          case ConnectException _ -> "no connection could be made";
          case CertificateException _ -> "the certificate of the server is not trusted";
          case SSLException _ -> "no secure connection could be made";
          case ProtocolException _ -> "the response is not HTTP";
          default -> null;
        });
  }
}
