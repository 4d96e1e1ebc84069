package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds rollback SQL in a form that Liquibase does not recognize. Liquibase would run this SQL as
/// a part of the change set, or would have no rollback SQL.
final class SqlRollbackCheck {
  private static final Pattern BARE =
      Pattern.compile("\\s*--\\s*rollback:?\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMENT = Pattern.compile("(?s)\\s*(--|#|/\\*).*");
  private static final Pattern BLOCK =
      Pattern.compile("(?is)\\s*/\\*\\s*liquibase\\s+rol\\w{1,3}ack\\b.*");

  private SqlRollbackCheck() {}

  static List<FileProblem> problems(SqlSource source) {
    List<FileProblem> problems = new ArrayList<>();
    if (source.formatted()) {
      for (SqlLine line : source.lines()) {
        if (line.isFreeText() && !line.inComment() && line.changeSet() >= 0) {
          problem(source, line).ifPresent(problems::add);
        }
      }
    }
    return problems;
  }

  private static Optional<FileProblem> problem(SqlSource source, SqlLine line) {
    String has = source.at(line.number()) + " has \"" + SqlComment.shown(line.text()) + "\"";
    if (BARE.matcher(line.text()).matches() && isSqlBelow(source, line)) {
      return Optional.of(
          source.rejectedWhereTheyRun(
              line.number(),
              has + " without SQL: the line below would run as a part of the change set",
              "Write the rollback SQL in the same line, as in \"--rollback DROP TABLE name\"",
              source.changeSets(line)));
    }
    return BLOCK.matcher(line.text()).matches()
        ? Optional.of(
            source.rejectedWhereTheyRun(
                line.number(),
                has + ", which Liquibase reads as a comment: the rollback SQL would be missing",
                "Write \"/* liquibase rollback\", the SQL and \"*/\" in separate lines",
                source.changeSets(line)))
        : Optional.empty();
  }

  private static boolean isSqlBelow(SqlSource source, SqlLine line) {
    return source.lines().stream()
        .skip(line.number())
        .filter(below -> !below.text().isBlank())
        .findFirst()
        .filter(below -> below.is(SqlLine.Role.TEXT) && !COMMENT.matcher(below.text()).matches())
        .isPresent();
  }
}
