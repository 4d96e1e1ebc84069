package dev.spannerpipe.sqltext;

import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A lexer that shares nothing with the product's: what it cannot read is an error.
final class JudgeLexer {
  private static final String WORD = "[\\p{L}_][\\p{L}_0-9$]*+|[0-9]++|[(),=./@{};]";
  private static final String LINE = "--[^\\n\\r]*+";

  private static final Pattern GOOGLE_SQL =
      Pattern.compile(
          "(?s)(?<comment>(?:"
              + LINE
              + "|#[^\\n\\r]*+|/\\*.*?\\*/))"
              + "|(?<token>(?i:rb|br|r|b)?(?:"
              + "'''(?:\\\\.|(?!''').)*+'''|\"\"\"(?:\\\\.|(?!\"\"\").)*+\"\"\""
              + "|'(?!'')(?:\\\\.|[^'\\\\\\n])*+'|\"(?!\"\")(?:\\\\.|[^\"\\\\\\n])*+\")"
              + "|`(?:\\\\.|[^`\\\\\\n])++`|"
              + WORD
              + ")|\\s++");

  private static final Pattern POSTGRESQL =
      Pattern.compile(
          "(?s)(?<comment>"
              + LINE
              + ")|(?<token>/\\*@.*?\\*/"
              + "|[eE]'(?:''|\\\\.|[^'\\\\])*+'(?:(?=[ \\t]*+(?:"
              + LINE
              + ")?+\\n\\s*+')(?:\\s|"
              + LINE
              + ")*+'(?:''|\\\\.|[^'\\\\])*+')*+"
              + "|'(?:''|[^'])*+'|\"(?:\"\"|[^\"])++\"|(?<tag>\\$(?:[\\p{L}_][\\p{L}_0-9]*+)?+\\$).*?\\k<tag>|"
              + WORD
              + ")|\\s++");

  private final Dialect dialect;
  private final List<String> tokens = new ArrayList<>();
  private final List<String> comments = new ArrayList<>();

  private JudgeLexer(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Reads a text.
  static JudgeLexer of(Dialect dialect, String sql) {
    JudgeLexer lexer = new JudgeLexer(dialect);
    lexer.read(sql);
    return lexer;
  }

  /// Returns what is neither white space nor a comment, as written.
  List<String> tokens() {
    return tokens;
  }

  /// Returns the comments, as written.
  List<String> comments() {
    return comments;
  }

  private void read(String sql) {
    Matcher matcher = (dialect == Dialect.POSTGRESQL ? POSTGRESQL : GOOGLE_SQL).matcher(sql);
    int place = 0;
    while (place < sql.length()) {
      if (dialect == Dialect.POSTGRESQL
          && sql.startsWith("/*", place)
          && sql.charAt(place + 2) != '@') {
        int end = nestedEnd(sql, place);
        comments.add(sql.substring(place, end));
        place = end;
      } else if (matcher.region(place, sql.length()).lookingAt()) {
        keep(matcher);
        place = matcher.end();
      } else {
        throw new AssertionError(
            "cannot read [" + sql.substring(place) + "] behind [" + sql.substring(0, place) + "]");
      }
    }
  }

  private void keep(Matcher matcher) {
    if (matcher.group("comment") != null) {
      comments.add(matcher.group());
    } else if (matcher.group("token") != null) {
      tokens.add(matcher.group());
    }
  }

  private static int nestedEnd(String sql, int start) {
    Matcher marks = Pattern.compile("/\\*|\\*/").matcher(sql);
    int depth = 0;
    for (int from = start; marks.find(from); from = marks.end()) {
      depth += marks.group().equals("/*") ? 1 : -1;
      if (depth == 0) {
        return marks.end();
      }
    }
    throw new AssertionError("a comment without end: " + sql.substring(start));
  }
}
