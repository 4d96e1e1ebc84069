package dev.spannerpipe.sql;

/// Reports an SQL text that cannot be split into statements reliably.
public final class SqlRejection extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String reason;
  private final String action;
  private final String before;

  SqlRejection(String reason, String action) {
    this(reason, action, "");
  }

  private SqlRejection(String reason, String action, String before) {
    super(reason + ". " + action + ".");
    this.reason = reason;
    this.action = action;
    this.before = before;
  }

  /// Returns the reason, without a period.
  public String reason() {
    return reason;
  }

  /// Returns what to do, without a period.
  public String action() {
    return action;
  }

  /// Returns the SQL text up to the end of the line that has the problem; empty if this line is not
  /// known.
  public String before() {
    return before;
  }

  /// Returns the rejection of a literal or comment that has no end.
  static SqlRejection unclosed(String sql, SqlLexer lexer) {
    String kind =
        switch (lexer.kind()) {
          case QUOTED -> "a quoted identifier";
          case STRING -> "a string";
          case HINT -> "a hint";
          default -> "a comment";
        };
    String action =
        "Close it"
            + switch (lexer.delimiter()) {
              case "/*" -> " with */";
              case "'", "\"" ->
                  lexer.isOneLine()
                      ? " in the same line, or begin it with " + lexer.delimiter().repeat(3)
                      : "";
              default -> " with " + lexer.delimiter();
            };
    return at(
        sql,
        lexer.start(),
        "opens " + kind + " with " + lexer.delimiter() + " that has no end",
        action);
  }

  /// Returns the rejection of a second statement if only one is allowed.
  static SqlRejection several(String sql, int start, SqlSplitter.Rules rules) {
    String delimiter = rules.endDelimiter().orElse("");
    return rules.split()
        ? at(
            sql,
            start,
            "begins a second statement after a semicolon, but its endDelimiter is \""
                + delimiter.replace("\n", "\\n")
                + "\"",
            "Separate the statements with the endDelimiter, or remove endDelimiter")
        : at(
            sql,
            start,
            "begins a second statement, but splitStatements is false, and Spanner accepts one"
                + " statement at a time",
            "Remove splitStatements");
  }

  private static SqlRejection at(String sql, int place, String reason, String action) {
    int end = sql.indexOf('\n', place);
    String before = sql.substring(0, end < 0 ? sql.length() : end);
    long line = sql.substring(0, place).chars().filter(character -> character == '\n').count() + 1;
    return new SqlRejection("line " + line + " of its SQL " + reason, action, before);
  }
}
