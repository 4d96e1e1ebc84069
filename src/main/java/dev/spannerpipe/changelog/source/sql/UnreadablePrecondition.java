package dev.spannerpipe.changelog.source.sql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds lines with preconditions at which Liquibase stops reading formatted SQL. The patterns are
/// those of Liquibase's parser.
final class UnreadablePrecondition {
  private static final Pattern CONDITION =
      Pattern.compile(
          "\\s*--\\s*precondition-(?<name>[a-z0-9-]+)(?: (?<body>.*))?", Pattern.CASE_INSENSITIVE);
  private static final Pattern SQL_CHECK =
      Pattern.compile(
          "(?:expectedResult:)?(?:\\w+|'[^']+'|\"[^\"]+\") .*", Pattern.CASE_INSENSITIVE);
  private static final String RESULTS = "HALT, CONTINUE, MARK_RAN or WARN";
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("onFail", "HALT|CONTINUE|MARK_RAN|WARN", RESULTS),
          new Setting("onError", "HALT|CONTINUE|MARK_RAN|WARN", RESULTS),
          new Setting("onUpdateSQL", "IGNORE|TEST|FAIL", "IGNORE, TEST or FAIL"),
          new Setting("onSqlOutput", "IGNORE|TEST|FAIL", "IGNORE, TEST or FAIL"));

  private record Setting(String name, Pattern read, String values, String shown) {
    Setting(String name, String values, String shown) {
      this(
          name,
          Pattern.compile(".*" + name + ":(\\w+).*", Pattern.CASE_INSENSITIVE),
          "(?i)" + values,
          shown);
    }
  }

  private UnreadablePrecondition() {}

  /// Returns why Liquibase rejects a `--preconditions` line; empty if Liquibase accepts it.
  static Optional<UnreadableLine> settings(String line) {
    for (Setting setting : SETTINGS) {
      Matcher read = setting.read().matcher(line);
      if (read.matches() && !read.group(1).matches(setting.values())) {
        return UnreadableLine.because(
            "%s has no value \"%s\"".formatted(setting.name(), read.group(1)),
            "Write %s:%s".formatted(setting.name(), setting.shown()));
      }
    }
    boolean both =
        SETTINGS.get(2).read().matcher(line).matches()
            && SETTINGS.get(3).read().matcher(line).matches();
    return both
        ? UnreadableLine.because(
            "it has both onUpdateSQL and onSqlOutput", "Write onSqlOutput alone")
        : Optional.empty();
  }

  /// Returns why Liquibase rejects a `--precondition-…` line; empty if Liquibase accepts it.
  static Optional<UnreadableLine> condition(String line) {
    Matcher condition = CONDITION.matcher(line);
    if (!condition.matches()) {
      return Optional.empty();
    }
    String body = condition.group("body") == null ? "" : condition.group("body").strip();
    return switch (condition.group("name")) {
      case "sql-check" ->
          SQL_CHECK.matcher(body).matches()
              ? Optional.empty()
              : UnreadableLine.because(
                  "it needs an expected result (letters and digits, or a quoted string), a space"
                      + " and SQL",
                  UnreadableLine.write(SqlDirective.SQL_CHECK));
      case "table-exists" -> object(body, "table", SqlDirective.TABLE_EXISTS);
      case "view-exists" -> object(body, "view", SqlDirective.VIEW_EXISTS);
      default -> unknown(condition.group("name"));
    };
  }

  private static Optional<UnreadableLine> object(String body, String kind, SqlDirective directive) {
    return body.matches("(?i).*" + kind + ":\\w+.*")
        ? Optional.empty()
        : UnreadableLine.because(
            "it must name the %s with letters and digits only, without quotes".formatted(kind),
            UnreadableLine.write(directive));
  }

  private static Optional<UnreadableLine> unknown(String name) {
    String letters = SqlComment.letters(name);
    return UnreadableLine.because(
        "there is no precondition \"%s\" in formatted SQL".formatted(name),
        switch (letters) {
          case "sqlcheck" -> UnreadableLine.write(SqlDirective.SQL_CHECK);
          case "tableexist", "tableexists" -> UnreadableLine.write(SqlDirective.TABLE_EXISTS);
          case "viewexist", "viewexists" -> UnreadableLine.write(SqlDirective.VIEW_EXISTS);
          default ->
              "Write sql-check, table-exists or view-exists; for other preconditions, write the"
                  + " change set in YAML, JSON or XML";
        });
  }
}
