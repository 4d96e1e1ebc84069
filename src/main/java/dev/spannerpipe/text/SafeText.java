package dev.spannerpipe.text;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Makes text from outside safe to print. The result cannot forge a line of a log, move the cursor,
/// change colors, hide text, or change the writing direction.
public final class SafeText {
  /// The replacement of a character that must not be printed.
  public static final String REPLACEMENT = "\uFFFD";

  /// Control characters (C0 and C1), format characters (such as bidirectional and zero-width
  /// characters), line and paragraph separators, and unpaired surrogates.
  private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]";

  private static final Pattern BREAK = Pattern.compile("\\R|\t");
  private static final Pattern IN_LINE = Pattern.compile(UNPRINTABLE);
  private static final Pattern IN_LINES = Pattern.compile("(?![\n\t])" + UNPRINTABLE);
  private static final Pattern TOKEN =
      Pattern.compile(
          "ey[A-Z][A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?|ya29\\.[A-Za-z0-9_.-]+"
              + "|\\b[A-Za-z0-9+/=_-]{120,}");

  /// The maximum number of characters of a service's message that are printed.
  private static final int LONGEST_MESSAGE = 400;

  /// The maximum number of characters of a quoted value that are printed.
  private static final int LONGEST_QUOTED = 120;

  private SafeText() {}

  /// Returns the text on one line: line breaks and tabs become spaces, and unsafe characters become
  /// [#REPLACEMENT].
  public static String line(String text) {
    return IN_LINE.matcher(BREAK.matcher(text).replaceAll(" ")).replaceAll(REPLACEMENT);
  }

  /// Returns the text on one line, with at most this many characters.
  public static String line(String text, int longest) {
    return shortened(line(text), longest);
  }

  /// Returns the text on several lines. Tabs are kept, line breaks become `\n`, and other unsafe
  /// characters become [#REPLACEMENT].
  public static String lines(String text) {
    return IN_LINES.matcher(text.replaceAll("\\R", "\n")).replaceAll(REPLACEMENT);
  }

  /// Returns a service's message on one line, with `***` instead of anything that looks like a
  /// token.
  public static String message(String text) {
    return line(TOKEN.matcher(text).replaceAll("***").strip(), LONGEST_MESSAGE);
  }

  /// Returns a JSON text on one line. Characters that could affect a terminal are escaped, even if
  /// JSON does not require the escape.
  public static String json(String json) {
    return IN_LINE
        .matcher(json)
        .replaceAll(
            found ->
                found
                    .group()
                    .chars()
                    .mapToObj("\\\\u%04x"::formatted)
                    .collect(Collectors.joining()));
  }

  /// Returns the text, or its beginning and an ellipsis if the text is longer than this many
  /// characters. No surrogate pair is cut.
  public static String shortened(String text, int longest) {
    if (text.codePointCount(0, text.length()) <= longest) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }

  /// Returns the text in quotation marks, shortened if it is long. Every character outside
  /// printable ASCII is escaped, so that no character can be mistaken for another.
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int index = 0; index < text.length(); index++) {
      if (quoted.length() > LONGEST_QUOTED) {
        return quoted.append("…\" (").append(text.length()).append(" characters)").toString();
      }
      append(text.charAt(index), quoted);
    }
    return quoted.append('"').toString();
  }

  /// Returns the texts, each in quotation marks, joined by "or".
  public static String quoted(Collection<String> texts) {
    return texts.stream().map(SafeText::quoted).collect(Collectors.joining(" or "));
  }

  private static void append(char character, StringBuilder quoted) {
    if (character == '"' || character == '\\') {
      quoted.append('\\').append(character);
    } else if (character >= ' ' && character <= '~') {
      quoted.append(character);
    } else {
      quoted.append("\\u%04x".formatted((int) character));
    }
  }
}
