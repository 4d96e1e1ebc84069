package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.LineStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Determines how Liquibase reads each line of an SQL changelog. The patterns and their order are
/// those of Liquibase's parser.
final class SqlScanner {
  private static final Pattern FORMAT =
      Pattern.compile("^\\s*--\\s*liquibase\\s*formatted.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PROPERTY =
      Pattern.compile("\\s*--\\s*property\\s+(.*:.*)\\s+(.*:.*).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern IGNORE_LINES =
      Pattern.compile("--\\s*ignoreLines:(\\w+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern ROLLBACK_START =
      Pattern.compile("\\s*/\\*\\s*liquibase\\s*rollback\\s*$", Pattern.CASE_INSENSITIVE);
  private static final Pattern ROLLBACK_END = Pattern.compile(".*\\s*\\*/\\s*$");

  private final List<String> text;
  private final List<SqlLine> lines = new ArrayList<>();
  private final List<SqlHeader> headers = new ArrayList<>();
  private final List<SqlSource.IgnoredLines> ignored = new ArrayList<>();

  private SqlScanner(List<String> text) {
    this.text = text;
  }

  static SqlSource scan(String file, List<String> text, Dialect dialect) {
    SqlScanner scanner = new SqlScanner(text);
    boolean formatted = isFormatted(text);
    while (scanner.lines.size() < text.size()) {
      if (formatted) {
        scanner.line();
      } else {
        scanner.add(SqlLine.Role.TEXT);
      }
    }
    if (formatted) {
      scanner.markStarts(dialect);
    }
    return new SqlSource(file, formatted, scanner.lines, scanner.headers, scanner.ignored);
  }

  /// Marks the lines that begin inside of a literal or a block comment. Each change set is scanned
  /// separately. The part above the first change set is also scanned, but only for block comments:
  /// it contains only comments, in which quotes may be unbalanced.
  private void markStarts(Dialect dialect) {
    int first = 0;
    for (int index = 0; index <= headers.size(); index++) {
      int last = index < headers.size() ? headers.get(index).line() - 1 : lines.size();
      mark(dialect, first, last);
      first = last + 1;
    }
  }

  private void mark(Dialect dialect, int first, int last) {
    LineStart.of(dialect, sql(dialect, lines.subList(first, last)))
        .forEach(
            (index, start) -> {
              SqlLine line = lines.get(first + index);
              if (!start.inLiteral()) {
                lines.set(first + index, line.inBlockComment());
              } else if (first > 0) {
                lines.set(first + index, line.inLiteral(first + start.line() + 1));
              }
            });
  }

  /// Returns the lines of a change set as an SQL parser would see them. Lines that Liquibase skips,
  /// and lines of a block comment with rollback SQL, become empty. They remain unchanged if the
  /// first of these lines begins inside of a literal.
  private static List<String> sql(Dialect dialect, List<SqlLine> changeSet) {
    List<String> sql = new ArrayList<>();
    boolean open = false;
    for (SqlLine line : changeSet) {
      boolean begins =
          line.is(SqlLine.Role.IGNORE)
              || (line.is(SqlLine.Role.ROLLBACK) && beginsRollback(line.text()));
      open = begins ? LineStart.isLiteralOpenBehind(dialect, sql) : open;
      sql.add(line.is(SqlLine.Role.TEXT) || open ? line.text() : "");
    }
    return sql;
  }

  private static boolean isFormatted(List<String> text) {
    return text.stream()
        .filter(line -> !line.trim().isEmpty())
        .findFirst()
        .filter(line -> FORMAT.matcher(line).matches())
        .isPresent();
  }

  /// Returns whether Liquibase reads a line as the first line of formatted SQL.
  static boolean isFormat(String line) {
    return FORMAT.matcher(line).matches();
  }

  /// Returns whether Liquibase reads a line as the beginning of a block comment with rollback SQL.
  static boolean beginsRollback(String line) {
    return ROLLBACK_START.matcher(line).matches();
  }

  static boolean endsRollback(String line) {
    return ROLLBACK_END.matcher(line).matches();
  }

  private String next() {
    return text.get(lines.size());
  }

  private void add(SqlLine.Role role) {
    lines.add(new SqlLine(lines.size() + 1, next(), role, headers.size() - 1, 0, false));
  }

  private void line() {
    String line = next();
    Matcher ignore = IGNORE_LINES.matcher(line);
    Optional<SqlHeader> header = SqlHeader.of(line, lines.size() + 1);
    if (PROPERTY.matcher(line).matches()) {
      add(SqlLine.Role.TEXT);
    } else if (ignore.matches()) {
      ignore(ignore.group(1));
    } else if (header.isPresent()) {
      headers.add(header.get());
      add(SqlLine.Role.HEADER);
    } else if (!headers.isEmpty() && beginsRollback(line)) {
      rollback();
    } else {
      add(SqlLine.Role.TEXT);
    }
  }

  private void ignore(String argument) {
    int line = lines.size() + 1;
    add(SqlLine.Role.IGNORE);
    if (argument.equals("start")) {
      boolean ended = false;
      while (!ended && lines.size() < text.size()) {
        Matcher end = IGNORE_LINES.matcher(next());
        ended = end.matches() && end.group(1).equals("end");
        add(ended ? SqlLine.Role.IGNORE : SqlLine.Role.IGNORED);
      }
      ignored.add(new SqlSource.IgnoredLines(line, lines.size(), !ended, false));
    } else if (argument.matches("\\d{1,9}")) {
      int last = Math.min(text.size(), line + Integer.parseInt(argument));
      while (lines.size() < last) {
        add(SqlLine.Role.IGNORED);
      }
      ignored.add(new SqlSource.IgnoredLines(line, last, false, true));
    }
  }

  private void rollback() {
    add(SqlLine.Role.ROLLBACK);
    boolean ended = false;
    while (!ended && lines.size() < text.size()) {
      ended = endsRollback(next());
      add(SqlLine.Role.ROLLBACK);
    }
  }
}
