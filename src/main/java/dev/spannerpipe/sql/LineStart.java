package dev.spannerpipe.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Describes a literal, a quoted identifier or a block comment that began in an earlier line of an
/// SQL text and continues at the start of a line. The start of that line then belongs to this
/// element, whatever it looks like.
///
/// @param line the index of the line in which the element begins
/// @param inLiteral whether the element is a literal or a quoted identifier, not a comment
public record LineStart(int line, boolean inLiteral) {
  /// Returns a map from the index of each line that begins inside an element to that element.
  /// Ignores elements without an end, and literals that may not span lines, because it is unknown
  /// where their authors wanted them to end. The pipe rejects the statements that contain them
  /// anyway.
  public static Map<Integer, LineStart> of(Dialect dialect, List<String> lines) {
    List<Integer> starts = starts(lines);
    Map<Integer, LineStart> found = new HashMap<>();
    SqlLexer lexer = new SqlLexer(dialect, String.join("\n", lines));
    int line = 0;
    while (lexer.next()) {
      while (isBefore(starts, line + 1, lexer.start() + 1)) {
        line++;
      }
      boolean comment = lexer.kind() == SqlLexer.Kind.BLOCK_COMMENT;
      if (!isBefore(starts, line + 1, lexer.end()) || !(comment || isLiteral(lexer))) {
        continue;
      }
      if (!comment && lexer.isOneLine()) {
        lexer.skipTo(starts.get(line + 1));
      } else if (lexer.isClosed()) {
        LineStart start = new LineStart(line, !comment);
        for (int inside = line + 1; isBefore(starts, inside, lexer.end()); inside++) {
          found.put(inside, start);
        }
      }
    }
    return Map.copyOf(found);
  }

  /// Returns whether a line that follows these lines would begin inside a literal.
  public static boolean isLiteralOpenBehind(Dialect dialect, List<String> lines) {
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
