package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds preconditions that Liquibase drops or misreads. When Liquibase reads a `--preconditions`
/// line, it discards all preconditions that it has already read for the change set. In
/// `--precondition-sql-check`, Liquibase reads the first word as the expected result.
final class SqlPreconditionCheck {
  private static final Pattern CONDITION =
      Pattern.compile("\\s*--\\s*precondition-[a-z0-9-]+ .*", Pattern.CASE_INSENSITIVE);

  /// Liquibase's patterns for `--precondition-sql-check`, combined into one pattern. They differ in
  /// the quotes around the expected result.
  private static final Pattern SQL_CHECK =
      Pattern.compile(
          "\\s*--\\s*precondition-sql-check\\s+(?:expectedResult:)?"
              + "(?<expected>\\w+|'[^']+'|\"[^\"]+\") (?<sql>.*)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern EXPECTED =
      Pattern.compile(
          "\\s*\\bexpectedResult\\s*[:=]\\s*('[^']*'|\"[^\"]*\"|[^\\s;]+)",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> QUERIES = Set.of("select", "with", "from", "graph", "call");

  private final SqlSource source;
  private final List<FileProblem> problems = new ArrayList<>();

  private SqlPreconditionCheck(SqlSource source) {
    this.source = source;
  }

  static List<FileProblem> problems(SqlSource source) {
    SqlPreconditionCheck check = new SqlPreconditionCheck(source);
    SqlLine settings = null;
    SqlLine condition = null;
    for (SqlLine line : source.lines()) {
      Optional<SqlDirective> read =
          line.isFreeText() && line.changeSet() >= 0
              ? SqlDirective.recognizedIn(line.text())
              : Optional.empty();
      if (line.is(SqlLine.Role.HEADER)) {
        settings = null;
        condition = null;
      } else if (read.filter(SqlDirective.PRECONDITIONS::equals).isPresent()) {
        if (condition != null) {
          check.dropped(line, condition);
        } else if (settings != null && !isSame(settings, line)) {
          check.replaced(line, settings);
        }
        settings = line;
        condition = null;
      } else if (read.isPresent() && CONDITION.matcher(line.text()).matches()) {
        condition = condition == null ? line : condition;
        check.sqlCheck(line);
      }
    }
    return check.problems;
  }

  private static boolean isSame(SqlLine one, SqlLine other) {
    return one.text().strip().equalsIgnoreCase(other.text().strip());
  }

  private void dropped(SqlLine settings, SqlLine condition) {
    reject(
        settings,
        " below the precondition in line %d: Liquibase would drop that precondition"
            .formatted(condition.number()),
        "Write \"--preconditions\" once, and above line " + condition.number());
  }

  private void replaced(SqlLine settings, SqlLine first) {
    reject(
        settings,
        " below the \"--preconditions\" in line %d: Liquibase would drop that line"
            .formatted(first.number()),
        "Write \"--preconditions\" once, with all of its attributes");
  }

  private void sqlCheck(SqlLine line) {
    Matcher check = SQL_CHECK.matcher(line.text());
    if (!check.matches()) {
      return;
    }
    String expected = check.group("expected");
    String sql = check.group("sql");
    Matcher elsewhere = EXPECTED.matcher(sql);
    boolean found = elsewhere.find();
    boolean misread =
        found
            || expected.equalsIgnoreCase("expectedResult")
            || (isQuery(expected) && !isQuery(sql.strip().split("\\s", 2)[0]));
    if (misread) {
      String value = found ? elsewhere.group(1) : "<value>";
      String query = found ? elsewhere.replaceFirst("").strip() : sql.strip();
      if (isQuery(expected)) {
        query = expected + " " + query;
      } else if (!found) {
        value = query.split("\\s", 2)[0];
        query = query.substring(value.length()).strip();
      }
      reject(
          line,
          ": Liquibase would read \"%s\" as the expected result and \"%s\" as the SQL"
              .formatted(expected, sql.strip()),
          "Write \"--precondition-sql-check expectedResult:%s %s\"".formatted(value, query));
    }
  }

  private static boolean isQuery(String word) {
    return QUERIES.contains(word.toLowerCase(Locale.ROOT));
  }

  private void reject(SqlLine line, String description, String action) {
    problems.add(
        source.rejectedWhereTheyRun(
            line.number(),
            "%s has \"%s\"%s"
                .formatted(source.at(line.number()), SqlComment.shown(line.text()), description),
            action,
            source.changeSets(line)));
  }
}
