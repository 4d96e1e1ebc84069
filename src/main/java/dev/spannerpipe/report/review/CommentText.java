package dev.spannerpipe.report.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.report.preview.MarkdownText;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Text in a comment, shown as it is. Besides Markdown, a comment has mentions, which send mail,
/// and names of emoji between colons.
///
/// @param redaction removes secrets from a text
record CommentText(UnaryOperator<String> redaction) {
  private static final Pattern EMOJI = Pattern.compile(":(?=[\\w+\\\\-]+:)");
  private static final Pattern PLAIN = Pattern.compile("[^`|@\\\\<>]+");
  private static final int LONGEST_LINK = 1500;

  /// Returns the text on one line, without secrets, and without any meaning in a comment. If the
  /// result were longer than this many bytes, the text is cut before it is escaped, so that no
  /// escape is cut.
  String escaped(String text, int mostBytes) {
    String line = line(text);
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
  String place(String text, int mostBytes) {
    String line = line(text);
    boolean plain = PLAIN.matcher(line).matches() && bytes(line) + 2 <= mostBytes;
    return plain ? "`" + line + "`" : escaped(text, mostBytes);
  }

  private String line(String text) {
    return SafeText.line(redaction.apply(text)).strip();
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
