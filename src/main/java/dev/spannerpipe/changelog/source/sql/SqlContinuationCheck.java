package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds SQL of an instruction that continues as a comment on the line below. Liquibase reads each
/// instruction from one line only, so a `WHERE` may be missing.
final class SqlContinuationCheck {
  /// Only upper case counts, because sentences begin with some of these words.
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
            ? SqlDirective.read(line.text())
            : Optional.empty();
    return read.filter(each -> each == SqlDirective.ROLLBACK || each == SqlDirective.SQL_CHECK)
            .isPresent()
        && !line.text().stripTrailing().endsWith(";");
  }

  private static boolean goesOn(SqlLine line) {
    return SqlDirective.read(line.text()).isEmpty()
        && SqlComment.of(line.text())
            .filter(comment -> comment.isDashes() && WORDS.contains(comment.word()))
            .isPresent();
  }

  private static FileProblem lost(SqlSource source, SqlLine above, SqlLine line) {
    boolean rollback = SqlDirective.ROLLBACK.isRead(above.text());
    return source.rejectedWhereTheyRun(
        line.number(),
        "%s has \"%s\", which Liquibase reads as a comment: the SQL of line %d would be without it"
            .formatted(source.at(line.number()), SqlComment.shown(line.text()), above.number()),
        rollback
            ? "Begin the line with \"--rollback\", too"
            : "Write the whole query in line " + above.number(),
        source.changeSets(line));
  }
}
