package dev.spannerpipe.report.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.report.preview.MarkdownText;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/// Text in a comment, shown as it is. Besides Markdown, a comment has mentions, which send mail,
/// and names of emoji between colons.
final class CommentText {
  private static final Pattern EMOJI = Pattern.compile(":(?=[\\w+\\\\-]+:)");
  private static final Pattern PLAIN = Pattern.compile("[^`|@\\\\<>]+");
  private static final int LONGEST_LINK = 1500;

  private CommentText() {}

  /// Returns the text on one line, without any meaning in a comment. If the result were longer than
  /// this many bytes, the text is cut before it is escaped, so that no escape is cut.
  static String escaped(String text, int mostBytes) {
    String line = SafeText.line(text).strip();
    int length = Math.min(line.codePointCount(0, line.length()), mostBytes);
    String escaped = escaped(SafeText.shortened(line, length));
    while (bytes(escaped) > mostBytes) {
      length -= Math.max(1, length / 8);
      escaped = escaped(SafeText.shortened(line, length));
    }
    return escaped;
  }

  private static String escaped(String line) {
    // A zero-width space keeps the name from being found, also after the Markdown was read.
    return EMOJI.matcher(MarkdownText.escaped(line)).replaceAll("&#58;").replace("@", "@&#8203;");
  }

  /// Returns a file and a line as code, in which nothing has a meaning. A name with a character
  /// that could end the code, or a cell of a table, is escaped instead.
  static String place(String text, int mostBytes) {
    String line = SafeText.line(text).strip();
    boolean plain = PLAIN.matcher(line).matches() && bytes(line) + 2 <= mostBytes;
    return plain ? "`" + line + "`" : escaped(text, mostBytes);
  }

  /// Returns a link; empty if the address is absurdly long.
  static Optional<String> link(String text, URI address) {
    String target = address.toASCIIString().replace("(", "%28").replace(")", "%29");
    return target.length() > LONGEST_LINK
        ? Optional.empty()
        : Optional.of("[%s](%s)".formatted(text, target));
  }

  static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
