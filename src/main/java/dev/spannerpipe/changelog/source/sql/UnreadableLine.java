package dev.spannerpipe.changelog.source.sql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A line at which Liquibase stops reading formatted SQL. The patterns and their order are those of
/// Liquibase's parser.
///
/// @param reason why Liquibase stops reading, as a clause
/// @param action what the user should write instead of the line, as a sentence without a full stop
record UnreadableLine(String reason, String action) {
  private static final Pattern PROPERTY = pattern("\\s*-+\\s*property\\s.*");
  private static final Pattern IGNORE = pattern("--\\s*ignore:\\w+|-\\s*ignoreLines:\\w+.*");
  private static final Pattern COMMENTS = pattern("--\\s*comments:? .*");
  private static final List<OneDash> ONE_DASH =
      List.of(
          new OneDash(pattern("-\\s*comment:? .*"), SqlDirective.COMMENT),
          new OneDash(pattern("-\\s*validCheckSum.*"), SqlDirective.VALID_CHECK_SUM),
          new OneDash(pattern("\\s*-\\s*rollback\\s.*"), SqlDirective.ROLLBACK),
          new OneDash(pattern("\\s*-\\s*preconditions\\s.*"), SqlDirective.PRECONDITIONS),
          new OneDash(pattern("\\s*-\\s*precondition.*"), SqlDirective.SQL_CHECK));
  private static final String OTHER_WORD = ", or begin the comment with another word";

  private record OneDash(Pattern pattern, SqlDirective meant) {}

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  static Optional<UnreadableLine> because(String reason, String action) {
    return Optional.of(new UnreadableLine(reason, action));
  }

  static String write(SqlDirective directive) {
    return "Write \"" + directive.form() + "\"";
  }

  /// Returns why Liquibase cannot read a line; empty if Liquibase can read it. The line must be
  /// neither skipped by Liquibase nor the header of a change set.
  ///
  /// @param inChangeSet whether the line is below the header of a change set
  static Optional<UnreadableLine> of(String line, boolean inChangeSet) {
    if (!SqlComment.beginsWithDash(line) || SqlDirective.PROPERTY.isRecognizedIn(line)) {
      return Optional.empty();
    }
    if (PROPERTY.matcher(line).matches()) {
      return because(
          "a property needs a name and a value", write(SqlDirective.PROPERTY) + OTHER_WORD);
    }
    if (IGNORE.matcher(line).matches()) {
      return because(
          "it resembles \"--ignoreLines\"", write(SqlDirective.IGNORE_LINES) + OTHER_WORD);
    }
    if (inChangeSet) {
      return inChangeSet(line);
    }
    return SqlDirective.COMMENT.isRecognizedIn(line)
        ? because(
            "the comment of a change set must not be above the first change set",
            "Move it below the \"--changeset\" line of its change set" + OTHER_WORD)
        : Optional.empty();
  }

  private static Optional<UnreadableLine> inChangeSet(String line) {
    if (COMMENTS.matcher(line).matches()) {
      return because("it resembles \"--comment\"", write(SqlDirective.COMMENT) + OTHER_WORD);
    }
    if (SqlDirective.PRECONDITIONS.isRecognizedIn(line)) {
      return UnreadablePrecondition.settings(line);
    }
    return ONE_DASH.stream()
        .filter(each -> each.pattern().matcher(line).matches())
        .findFirst()
        .flatMap(each -> because("it begins with one dash", write(each.meant())))
        .or(() -> UnreadablePrecondition.condition(line));
  }
}
