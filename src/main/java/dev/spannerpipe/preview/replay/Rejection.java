package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.StatusCode;
import java.util.regex.Pattern;

/// The emulator's answer to a statement that it does not accept.
///
/// @param message the emulator's words, in one line
public record Rejection(StatusCode code, String message) {
  private static final Pattern UNKNOWN_TYPE =
      Pattern.compile("^.*Unrecognized ddl::ColumnDefinition:.*proto_type_name: \"([^\"]+)\".*$");

  /// What a message says about the emulator's own source code.
  private static final Pattern SOURCE_CODE =
      Pattern.compile("^ZETASQL_RET_CHECK failure \\([^)]*\\) ");

  /// How PostgreSQL's emulator begins a syntax error.
  private static final Pattern LEVEL = Pattern.compile("^\\[ERROR] ");

  /// Before a syntax error, the emulator repeats the whole statement.
  private static final Pattern REPEATED_STATEMENT =
      Pattern.compile("^Error parsing Spanner DDL statement: .* : (?=Syntax error)");

  /// Returns the emulator's words without what means nothing to the author of the statement.
  public String words() {
    String words = UNKNOWN_TYPE.matcher(message).replaceFirst("the type $1 does not exist");
    words = SOURCE_CODE.matcher(words).replaceFirst("");
    words = LEVEL.matcher(words).replaceFirst("");
    return REPEATED_STATEMENT.matcher(words).replaceFirst("");
  }
}
