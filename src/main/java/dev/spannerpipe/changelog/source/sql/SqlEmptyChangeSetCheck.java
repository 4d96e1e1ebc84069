package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Finds change sets without SQL. Liquibase rejects a change set without SQL, unless it is the last
/// change set of the file. If the last change set has no lines at all, or only instructions for
/// Liquibase, then Liquibase runs the SQL of the previous change set again.
final class SqlEmptyChangeSetCheck {
  private static final String ACTION = "Write its SQL below the line, or remove the change set";

  private SqlEmptyChangeSetCheck() {}

  static List<FileProblem> problems(SqlSource source) {
    List<SqlHeader> headers = source.headers();
    BitSet withLines = new BitSet();
    BitSet withSql = new BitSet();
    for (SqlLine line : source.lines()) {
      if (line.changeSet() >= 0
          && line.is(SqlLine.Role.TEXT)
          && SqlDirective.recognizedIn(line.text()).isEmpty()) {
        withLines.set(line.changeSet());
        withSql.set(line.changeSet(), withSql.get(line.changeSet()) || !line.text().isBlank());
      }
    }
    List<FileProblem> problems = new ArrayList<>();
    for (int index = 0; index < headers.size() - 1; index++) {
      if (!withSql.get(index)) {
        problems.add(
            source.unreadable(
                headers.get(index).line(),
                "begins change set %s without any SQL".formatted(headers.get(index).name()),
                ACTION));
      }
    }
    int last = headers.size() - 1;
    if (last > 0 && !withLines.get(last)) {
      problems.add(again(source, headers.get(last), headers.get(last - 1)));
    }
    return problems;
  }

  private static FileProblem again(SqlSource source, SqlHeader header, SqlHeader above) {
    return source.rejectedWhereTheyRun(
        header.line(),
        "%s begins change set %s without any SQL: Liquibase would run the SQL of change set %s again"
            .formatted(source.at(header.line()), header.name(), above.name()),
        ACTION,
        source.changeSets(source.line(header.line())));
  }
}
