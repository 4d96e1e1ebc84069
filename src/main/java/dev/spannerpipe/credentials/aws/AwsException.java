package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.text.SafeText;
import java.security.cert.CertificateException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/// A request to AWS's token service failed. Keeps only those parts of the SDK's exception that are
/// safe to print.
final class AwsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A part of the message that AWS returns if it could not read the issuer's keys. The error code
  /// does not identify this case, because `InvalidIdentityToken` also stands for errors that no
  /// retry can fix.
  private static final String KEY_NOT_READ = "Couldn't retrieve verification key";

  private static final Set<String> TRANSIENT =
      Set.of(
          "Throttling",
          "ThrottlingException",
          "ThrottledException",
          "RequestLimitExceeded",
          "TooManyRequestsException",
          "RequestTimeout",
          "RequestTimeoutException",
          "InternalFailure",
          "ServiceUnavailable");

  private final int status;
  private final boolean temporary;
  private final String code;
  private final String requestId;

  private AwsException(int status, boolean temporary, String code, String words, String requestId) {
    super(words);
    this.status = status;
    this.temporary = temporary || status == 429 || status >= 500 || TRANSIENT.contains(code);
    this.code = code;
    this.requestId = requestId;
  }

  static AwsException of(SdkException failure) {
    if (failure instanceof StsException answer) {
      AwsErrorDetails details = answer.awsErrorDetails();
      String code = details == null || details.errorCode() == null ? "" : details.errorCode();
      String words =
          details == null || details.errorMessage() == null ? "" : details.errorMessage();
      return new AwsException(
          answer.statusCode(),
          false,
          SafeText.message(code),
          SafeText.message(words),
          SafeText.message(String.valueOf(answer.requestId())));
    }
    if (failure instanceof SdkClientException) {
      return new AwsException(0, !isUntrusted(failure), "", cause(failure), "");
    }
    return new AwsException(502, true, "", "a response that is not the service's", "");
  }

  /// Creates the failure for a response that reports success but has no credentials.
  static AwsException empty() {
    return new AwsException(502, true, "", "a response without credentials", "");
  }

  /// Creates the failure for a response that reports success but cannot be correct.
  ///
  /// @param what what is wrong, as a phrase that can follow "with"
  static AwsException implausible(String what) {
    return new AwsException(200, false, "", "a response with " + what, "");
  }

  /// Returns the HTTP status, or 0 if there was no response.
  int status() {
    return status;
  }

  /// Returns AWS's error code, such as `AccessDenied`; an empty string if there is none.
  String code() {
    return code;
  }

  /// Returns the message, the error code, and the ID of the request, which AWS support needs.
  String reason() {
    String words = String.valueOf(getMessage());
    String said = words.isEmpty() ? "HTTP " + status : words.replaceFirst("\\.$", "");
    String named = code.isEmpty() ? said : said + " (" + code + ")";
    return requestId.isEmpty() || requestId.equals("null")
        ? named
        : named + ", request " + requestId;
  }

  /// Returns whether AWS could not read the issuer's keys, which is usually temporary.
  boolean issuerUnreachable() {
    return code.equals("IDPCommunicationError")
        || (code.equals("InvalidIdentityToken")
            && String.valueOf(getMessage()).contains(KEY_NOT_READ));
  }

  /// Returns whether the same request may succeed a moment later.
  boolean isTransient() {
    return temporary;
  }

  /// Returns whether the server's certificate is not trusted, which no retry can change.
  private static boolean isUntrusted(SdkException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static String cause(SdkException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String words = root.getMessage();
    if (words != null && isUntrusted(failure)) {
      return SafeText.message(
          "the certificate of the server is not trusted (" + words.replaceFirst("\\.$", "") + ")");
    }
    return SafeText.message(
        words == null || root instanceof SdkException
            ? "no complete response arrived"
            : root.getClass().getSimpleName() + ": " + words);
  }
}
