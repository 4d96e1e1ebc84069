package dev.spannerpipe.workflow.history;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.text.SafeText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes the cause of an error readable. Plain text is kept. If the cause is JSON, even JSON inside
/// a JSON string, only the error and the message in it are shown.
public final class CauseText {
  private static final int DEEPEST = 8;
  private static final int LONGEST = 600;
  private static final List<String> ERRORS = List.of("errorType", "Error", "error", "name");
  private static final List<String> WORDS =
      List.of("errorMessage", "Cause", "cause", "message", "Message", "StatusReason");

  /// Task tokens and similar long strings, which do not help the reader.
  private static final Pattern OPAQUE = Pattern.compile("[A-Za-z0-9+/=_-]{200,}");

  private CauseText() {}

  /// Returns the message in a cause, on one line, shortened and without a final full stop. Returns
  /// an empty string if there is no cause.
  ///
  /// @param error the name of the error, which the caller shows in front of the message; if the
  ///   message begins with this name, the result does not contain the name
  public static String of(@Nullable String cause, @Nullable String error) {
    if (cause == null) {
      return "";
    }
    String words = decoded(cause, 0).replaceAll("\\s+", " ").strip().replaceFirst("\\.$", "");
    if (error != null && !error.isEmpty() && words.startsWith(error + ": ")) {
      words = words.substring(error.length() + 2);
    }
    return SafeText.shortened(OPAQUE.matcher(words).replaceAll("***"), LONGEST);
  }

  /// Returns the ARN of the nested execution that a cause describes; empty if it describes none.
  static Optional<String> childExecution(@Nullable String cause) {
    return cause == null
        ? Optional.empty()
        : parsed(cause).flatMap(each -> each.member("ExecutionArn")).flatMap(JsonDocument::string);
  }

  private static String decoded(String text, int depth) {
    if (depth >= DEEPEST) {
      return text;
    }
    return parsed(text).map(each -> words(each, depth)).orElse(text);
  }

  private static String words(JsonDocument document, int depth) {
    Optional<String> string = document.string();
    if (string.isPresent()) {
      return decoded(string.get(), depth + 1);
    }
    String error = first(document, ERRORS, depth);
    String words = first(document, WORDS, depth);
    if (error.isEmpty() && words.isEmpty()) {
      return document.text();
    }
    return error.isEmpty() || words.isEmpty() || words.startsWith(error)
        ? (words.isEmpty() ? error : words)
        : error + ": " + words;
  }

  private static String first(JsonDocument document, List<String> names, int depth) {
    for (String name : names) {
      Optional<JsonDocument> member = document.member(name);
      if (member.isPresent()) {
        String words = words(member.get(), depth + 1);
        if (!words.isBlank() && !words.equals("null")) {
          return words;
        }
      }
    }
    return "";
  }

  /// Parses a text that is JSON; empty if it is plain text. A bare word or number counts as plain
  /// text.
  private static Optional<JsonDocument> parsed(String text) {
    String start = text.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("\"") && !start.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonDocument.parse(text));
    } catch (JsonException _) {
      return Optional.empty();
    }
  }
}
