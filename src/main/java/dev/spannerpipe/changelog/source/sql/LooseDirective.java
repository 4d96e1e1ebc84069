package dev.spannerpipe.changelog.source.sql;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds comments that are meant as an instruction for Liquibase, although their first word differs
/// from the name of the instruction by more than a typo. Examples are `--rollbackSQL DROP TABLE t`
/// and `--sql-check expectedResult:0 SELECT 1`.
final class LooseDirective {
  private static final Map<String, SqlDirective> CONDITIONS =
      Map.of(
          "sqlcheck", SqlDirective.SQL_CHECK,
          "tableexists", SqlDirective.TABLE_EXISTS,
          "viewexists", SqlDirective.VIEW_EXISTS);
  private static final Pattern OF_CONDITIONS =
      Pattern.compile("(?is)[\\s:]+(expectedResult|table|view)[:=]\\S.*");
  private static final Pattern BACK = Pattern.compile("(?is)\\s+back\\b(.*)");

  private LooseDirective() {}

  static Optional<SqlDirective> of(SqlComment comment) {
    SqlDirective condition = CONDITIONS.get(comment.letters());
    if (condition != null && OF_CONDITIONS.matcher(comment.tail()).matches()) {
      return Optional.of(condition);
    }
    return rollback(comment).filter(SqlDirective::isLikeSql).map(_ -> SqlDirective.ROLLBACK);
  }

  private static Optional<String> rollback(SqlComment comment) {
    Matcher back = BACK.matcher(comment.tail());
    return switch (comment.letters()) {
      case "rollbacksql", "rollbackstatement", "rollbackstatements" -> Optional.of(comment.tail());
      case "roll" -> back.matches() ? Optional.of(back.group(1)) : Optional.empty();
      default -> Optional.empty();
    };
  }
}
