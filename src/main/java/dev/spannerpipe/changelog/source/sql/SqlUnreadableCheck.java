package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the lines at which Liquibase stops reading. Liquibase's own messages lack a line number or
/// advice.
final class SqlUnreadableCheck {
  private static final Pattern ONE_DASH =
      Pattern.compile("-\\s*ignoreLines:\\w+.*", Pattern.CASE_INSENSITIVE);

  private final SqlSource source;
  private final List<FileProblem> problems = new ArrayList<>();

  private SqlUnreadableCheck(SqlSource source) {
    this.source = source;
  }

  static List<FileProblem> problems(SqlSource source) {
    SqlUnreadableCheck check = new SqlUnreadableCheck(source);
    if (source.formatted()) {
      source.lines().forEach(check::line);
      check.ends();
      check.formats();
      check.rollbacks();
      check.changeSets();
    }
    return check.problems;
  }

  private void line(SqlLine line) {
    if (line.is(SqlLine.Role.IGNORE)) {
      ignore(line);
    } else if (line.isFreeText()) {
      UnreadableLine.of(line.text(), line.changeSet() >= 0)
          .ifPresent(
              found ->
                  add(
                      line,
                      has(line) + ", which Liquibase rejects: " + found.reason(),
                      found.action()));
    }
  }

  /// Reports an `--ignoreLines` line that neither begins nor ends a range of skipped lines.
  private void ignore(SqlLine line) {
    boolean isPart =
        source.ignored().stream()
            .anyMatch(each -> each.line() <= line.number() && line.number() <= each.last());
    if (!isPart) {
      add(
          line,
          has(line) + ", which Liquibase rejects: the value is neither a number nor \"start\"",
          line.text().strip().endsWith("end")
              ? "Write \"--ignoreLines:start\" above the first line to skip, or remove the line"
              : UnreadableLine.write(SqlDirective.IGNORE_LINES));
    }
  }

  /// Reports `-ignoreLines` with a single dash below `--ignoreLines:start`. Liquibase skips all
  /// lines up to `--ignoreLines:end`, but rejects a line with a single dash.
  private void ends() {
    source.ignored().stream()
        .filter(each -> !each.counted())
        .flatMap(each -> source.lines().subList(each.line(), each.last()).stream())
        .filter(line -> ONE_DASH.matcher(line.text()).matches())
        .forEach(
            line ->
                add(
                    line,
                    has(line) + ", which Liquibase rejects: it begins with one dash",
                    "Write \"--ignoreLines:end\""));
  }

  private void formats() {
    source.lines().stream()
        .filter(line -> line.is(SqlLine.Role.TEXT) && SqlScanner.isFormat(line.text()))
        .skip(1)
        .forEach(line -> add(line, has(line) + " a second time", "Remove the line"));
  }

  private void rollbacks() {
    SqlLine last = source.lines().getLast();
    if (last.is(SqlLine.Role.ROLLBACK) && !SqlScanner.endsRollback(last.text())) {
      SqlLine begin = last;
      while (!SqlScanner.beginsRollback(begin.text())) {
        begin = source.line(begin.number() - 1);
      }
      add(begin, has(begin) + " without an end", "Write \"*/\" in a line below the rollback SQL");
    }
  }

  private void changeSets() {
    for (SqlHeader header : source.headers()) {
      if (header.id().matches("[: ]*")) {
        add(
            source.line(header.line()),
            "begins a change set with an empty id",
            "Write \"--changeset author:id\"");
      }
    }
  }

  private static String has(SqlLine line) {
    return "has \"" + SqlComment.shown(line.text()) + "\"";
  }

  private void add(SqlLine line, String description, String action) {
    problems.add(source.unreadable(line.number(), description, action));
  }
}
