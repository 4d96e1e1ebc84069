package dev.spannerpipe.credentials.google;

import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.text.SafeText;
import java.util.Set;

/// A Google service did not return what was requested. The message contains the error that the
/// response reports, if the response is in the format of OAuth or of Google. Any other content,
/// such as a proxy's page, is never quoted.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">OAuth's format</a>
/// @see <a href="https://google.aip.dev/193">Google's format</a>
final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

  private final int status;
  private final boolean temporary;
  private final String code;
  private final String detail;
  private final String words;

  private ServiceException(int status, String code, String detail, String words) {
    this(status, TRANSIENT.contains(status), code, detail, words);
  }

  private ServiceException(
      int status, boolean temporary, String code, String detail, String words) {
    super(words);
    this.status = status;
    this.temporary = temporary;
    this.code = code;
    this.detail = detail;
    this.words = words;
  }

  /// Creates the failure for a request without a complete response.
  static ServiceException unreachable(HttpException failure) {
    return new ServiceException(
        0, failure.isTemporary(), "", "", SafeText.message(String.valueOf(failure.getMessage())));
  }

  /// Creates the failure for a response that reports success but lacks the requested content.
  ///
  /// @param missing what the response lacks, as a phrase that can follow "without"
  static ServiceException empty(HttpAnswer answer, String missing) {
    return new ServiceException(502, "", "", "HTTP " + answer.status() + " without " + missing);
  }

  /// Creates the failure for a response that reports success but cannot be correct.
  ///
  /// @param what what is wrong, as a phrase that can follow "with"
  static ServiceException implausible(HttpAnswer answer, String what) {
    return new ServiceException(
        answer.status(), false, "", "", "HTTP " + answer.status() + " with " + what);
  }

  /// Creates the failure for a response that reports an error.
  static ServiceException of(HttpAnswer answer) {
    try {
      Json error = Json.parseObject(answer.body()).values().get("error");
      if (error instanceof JsonString(String code)) {
        String words = Members.text(Json.parseObject(answer.body()), "error_description");
        return new ServiceException(answer.status(), code, "", SafeText.message(words));
      }
      if (error instanceof JsonObject members) {
        return google(answer.status(), members);
      }
    } catch (JsonException _) {
      // A body that is not JSON is not quoted.
    }
    String what =
        answer.body().isBlank() ? "an empty response" : "a response that is not the service's";
    return new ServiceException(answer.status(), "", "", "HTTP " + answer.status() + ", " + what);
  }

  private static ServiceException google(int status, JsonObject error) {
    String detail =
        error.items("details").stream()
            .map(item -> item instanceof JsonObject each ? Members.text(each, "reason") : "")
            .filter(reason -> !reason.isEmpty())
            .findFirst()
            .orElse("");
    String words = SafeText.message(Members.text(error, "message"));
    return new ServiceException(status, Members.text(error, "status"), detail, words);
  }

  /// Returns the HTTP status, or 0 if there was no response.
  int status() {
    return status;
  }

  /// Returns the service's error code, such as `invalid_grant` or `PERMISSION_DENIED`; may be
  /// empty.
  String code() {
    return code;
  }

  /// Returns a reason of Google that is more specific than the code, such as `SERVICE_DISABLED`;
  /// may be empty.
  String detail() {
    return detail;
  }

  /// Returns the service's message, safe to print.
  String words() {
    return words;
  }

  /// Returns the service's message and error code.
  String reason() {
    String said = words.isEmpty() ? "HTTP " + status : withoutFullStop(words);
    return code.isEmpty() ? said : said + " (" + code + ")";
  }

  /// Returns whether the same request may succeed a moment later.
  boolean isTransient() {
    return temporary;
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
