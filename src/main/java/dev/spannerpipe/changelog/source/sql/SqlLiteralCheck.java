package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;

/// Finds lines of SQL literals that Liquibase reads as instructions. Liquibase obeys such a line
/// and removes it from the literal, so the database receives a different literal.
final class SqlLiteralCheck {
  private static final String ACTION =
      "Move the statement to a file of its own, and run that file with sqlFile from a YAML, JSON or"
          + " XML changelog";

  private SqlLiteralCheck() {}

  static List<FileProblem> problems(SqlSource source) {
    List<FileProblem> problems = new ArrayList<>();
    for (SqlLine line : source.lines()) {
      if (line.isInLiteral() && isUnreadable(line)) {
        problems.add(
            source.unreadable(line.number(), has(line) + ", which Liquibase rejects", ACTION));
      } else if (line.isInLiteral() && isObeyed(line)) {
        problems.add(
            source.rejectedWhereTheyRun(
                line.number(),
                source.at(line.number())
                    + " "
                    + has(line)
                    + ", which Liquibase reads as an instruction and cuts out of the literal",
                ACTION + ", unless it has been applied in this form",
                source.changeSets(line)));
      }
    }
    return problems;
  }

  private static String has(SqlLine line) {
    return "has \"%s\" in a literal that begins in line %d"
        .formatted(SqlComment.shown(line.text()), line.literal());
  }

  private static boolean isUnreadable(SqlLine line) {
    return line.is(SqlLine.Role.TEXT)
        && (UnreadableLine.of(line.text(), true).isPresent()
            || SqlHeaderLikeCheck.isUnreadable(line.text()));
  }

  private static boolean isObeyed(SqlLine line) {
    return switch (line.role()) {
      case TEXT -> SqlDirective.recognizedIn(line.text()).isPresent();
      case IGNORE -> SqlDirective.IGNORE_LINES.isRecognizedIn(line.text());
      case ROLLBACK -> SqlScanner.beginsRollback(line.text());
      case HEADER, IGNORED -> false;
    };
  }
}
