package dev.spannerpipe.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses the `endDelimiter` of a changelog.
final class SqlDelimiters {
  /// Liquibase's parser of formatted SQL uses this value by itself if the last line of a file is
  /// `/`.
  private static final String SET_BY_THE_PARSER = "\n/$";

  /// Liquibase's manual recommends this value for a `/` on a line of its own.
  private static final String OF_THE_MANUAL = "\\n/\\s*\\n|\\n/\\s*$";

  private static final Pattern AT_LINE_START =
      Pattern.compile("(?:\\\\r)?(?:\\\\n|\n)(?<text>[^\\\\]+?)(?:\\\\s\\*)?\\$?");

  private static final Pattern VISIBLE = Pattern.compile("\\p{Graph}+");
  private static final Pattern META = Pattern.compile("[\\\\^$.|?*+()\\[\\]{}]");
  private static final Pattern SAME_SIGNS = Pattern.compile("(?<sign>[$|^])\\k<sign>*");

  private SqlDelimiters() {}

  static SqlDelimiter of(Dialect dialect, String written) {
    if (written.isEmpty()) {
      return new SqlDelimiter.None();
    }
    if (written.equals(SET_BY_THE_PARSER)) {
      return new SqlDelimiter.Usual();
    }
    if (written.equals("/")) {
      return new SqlDelimiter.Literal("/", true, false);
    }
    if (written.equalsIgnoreCase(OF_THE_MANUAL)) {
      return new SqlDelimiter.Literal("/", true, true);
    }
    Matcher atLineStart = AT_LINE_START.matcher(written);
    boolean line = atLineStart.matches();
    String text = line ? atLineStart.group("text") : written;
    if (!isText(text, line)) {
      throw rejected(written, "is a regular expression, whose matches would depend on Liquibase");
    }
    if (isSomethingElse(dialect, text)) {
      throw rejected(written, "begins a literal or a comment");
    }
    return new SqlDelimiter.Literal(text, line, line);
  }

  /// Returns whether the delimiter stands for itself and is not a regular expression. A single
  /// character stands for itself, because Liquibase does not treat a single character as a regular
  /// expression. The pipe also treats `$$`, `||` and the like as plain text.
  private static boolean isText(String text, boolean line) {
    boolean exempt = !line && (text.length() == 1 || SAME_SIGNS.matcher(text).matches());
    return VISIBLE.matcher(text).matches() && (exempt || !META.matcher(text).find());
  }

  private static boolean isSomethingElse(Dialect dialect, String text) {
    SqlLexer lexer = new SqlLexer(dialect, text);
    while (lexer.next()) {
      if (lexer.kind() != SqlLexer.Kind.WORD && lexer.kind() != SqlLexer.Kind.SYMBOL) {
        return true;
      }
    }
    return Character.isDigit(text.charAt(0));
  }

  private static SqlRejection rejected(String written, String reason) {
    return new SqlRejection(
        "its endDelimiter \"" + written.replace("\n", "\\n") + "\" " + reason,
        "Use another endDelimiter, such as ;; or \\nGO");
  }
}
