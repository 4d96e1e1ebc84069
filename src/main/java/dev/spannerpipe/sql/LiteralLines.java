package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the lines of a SQL text that begin inside of a literal or a quoted identifier: whatever
/// they look like, they are a part of it.
public final class LiteralLines {
  private LiteralLines() {}

  /// Returns the index of each such line, with that of the line in which its literal begins. A
  /// literal without an end, and one that may not go over lines, has no such lines: it is rejected
  /// as a statement, and nobody knows where it is meant to end.
  public static Map<Integer, Integer> of(Dialect dialect, List<String> lines) {
    List<Integer> starts = starts(lines);
    String sql = String.join("\n", lines);
    Map<Integer, Integer> found = new HashMap<>();
    SqlLexer lexer = new SqlLexer(dialect, sql);
    int line = 0;
    while (lexer.next()) {
      while (line + 1 < starts.size() && starts.get(line + 1) <= lexer.start()) {
        line++;
      }
      boolean overLines = line + 1 < starts.size() && starts.get(line + 1) < lexer.end();
      if (!overLines || !isLiteral(lexer)) {
        continue;
      }
      if (lexer.isOneLine()) {
        lexer.skipTo(starts.get(line + 1));
      } else if (lexer.isClosed()) {
        for (int inside = line + 1; isBefore(starts, inside, lexer.end()); inside++) {
          found.put(inside, line);
        }
      }
    }
    return Map.copyOf(found);
  }

  /// Returns whether the next line would begin inside of a literal, if it has an end.
  public static boolean isOpenBehind(Dialect dialect, List<String> lines) {
    SqlLexer lexer = new SqlLexer(dialect, String.join("\n", lines) + "\n");
    boolean open = false;
    while (lexer.next()) {
      open = isLiteral(lexer) && !lexer.isClosed() && !lexer.isOneLine();
    }
    return open;
  }

  private static boolean isLiteral(SqlLexer lexer) {
    return lexer.kind() == SqlLexer.Kind.STRING || lexer.kind() == SqlLexer.Kind.QUOTED;
  }

  private static boolean isBefore(List<Integer> starts, int line, int end) {
    return line < starts.size() && starts.get(line) < end;
  }

  private static List<Integer> starts(List<String> lines) {
    List<Integer> starts = new ArrayList<>();
    int start = 0;
    for (String line : lines) {
      starts.add(start);
      start += line.length() + 1;
    }
    return starts;
  }
}
