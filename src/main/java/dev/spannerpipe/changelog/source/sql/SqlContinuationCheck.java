package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds instructions for Liquibase, such as `--rollback`, whose SQL continues in the line below.
/// Liquibase reads an instruction from one line only, and reads the line below as a comment. So,
/// for example, the `WHERE` of rollback SQL may be lost.
final class SqlContinuationCheck {
  /// Words that continue a statement. Only words in upper case count, because an ordinary sentence
  /// may begin with some of these words.
  private static final Set<String> WORDS =
      Set.of(
          "FROM",
          "WHERE",
          "AND",
          "OR",
          "SET",
          "VALUES",
          "JOIN",
          "INNER",
          "LEFT",
          "CROSS",
          "ON",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "UNION",
          "INTERSECT",
          "EXCEPT");

  private SqlContinuationCheck() {}

  static List<FileProblem> problems(SqlSource source) {
    List<FileProblem> problems = new ArrayList<>();
    SqlLine above = null;
    for (SqlLine line : source.lines()) {
      if (above != null && line.isFreeText() && goesOn(line)) {
        problems.add(lost(source, above, line));
      }
      above = isUnfinished(line) ? line : null;
    }
    return problems;
  }

  private static boolean isUnfinished(SqlLine line) {
    Optional<SqlDirective> read =
        line.isFreeText() && line.changeSet() >= 0
            ? SqlDirective.recognizedIn(line.text())
            : Optional.empty();
    return read.filter(each -> each == SqlDirective.ROLLBACK || each == SqlDirective.SQL_CHECK)
            .isPresent()
        && !line.text().stripTrailing().endsWith(";");
  }

  private static boolean goesOn(SqlLine line) {
    return SqlDirective.recognizedIn(line.text()).isEmpty()
        && SqlComment.of(line.text())
            .filter(comment -> comment.isDashes() && WORDS.contains(comment.word()))
            .isPresent();
  }

  private static FileProblem lost(SqlSource source, SqlLine above, SqlLine line) {
    boolean rollback = SqlDirective.ROLLBACK.isRecognizedIn(above.text());
    return source.rejectedWhereTheyRun(
        line.number(),
        "%s has \"%s\", which Liquibase reads as a comment, so it would be missing in the SQL of line %d"
            .formatted(source.at(line.number()), SqlComment.shown(line.text()), above.number()),
        rollback
            ? "Begin this line with \"--rollback\", too"
            : "Write the whole query in line " + above.number(),
        source.changeSets(line));
  }
}
