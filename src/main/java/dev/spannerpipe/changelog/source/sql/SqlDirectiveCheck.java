package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds lines that are meant as an instruction for Liquibase, but that Liquibase reads as a
/// comment. The rollback SQL, precondition or property in such a line is then silently missing. A
/// line that may be an ordinary comment is never rejected.
final class SqlDirectiveCheck {
  private static final Pattern WITH_ATTRIBUTES =
      Pattern.compile(
          "(?is)[\\s:]+(file|path|relativeToChangelogFile|errorIfMissing\\w*|context(Filter)?"
              + "|labels)\\s*[:=].*");

  /// A text that consists only of attributes, so it is not an ordinary sentence.
  private static final Pattern ONLY_ATTRIBUTES =
      Pattern.compile("(?is)(\\s+\\w+[:=][^\\s,;]+)+\\s*");

  private final SqlSource source;
  private final List<FileProblem> problems = new ArrayList<>();

  private SqlDirectiveCheck(SqlSource source) {
    this.source = source;
  }

  static List<FileProblem> problems(SqlSource source) {
    SqlDirectiveCheck check = new SqlDirectiveCheck(source);
    if (source.formatted()) {
      source.lines().stream().filter(SqlLine::isFreeText).forEach(check::line);
    }
    return check.problems;
  }

  private void line(SqlLine line) {
    Optional<SqlComment> comment = SqlComment.of(line.text());
    if (comment.isEmpty() || UnreadableLine.of(line.text(), line.changeSet() >= 0).isPresent()) {
      return;
    }
    if (line.inComment()) {
      SqlDirective.recognizedIn(line.text())
          .ifPresent(directive -> inComment(line, comment.get(), directive));
    } else if (isInclude(comment.get())) {
      include(line);
    } else {
      SqlDirective.meant(line.text(), comment.get())
          .ifPresent(directive -> directive(line, comment.get(), directive));
    }
  }

  /// Reports an instruction inside of a block comment. Liquibase does not recognize the block
  /// comment and obeys the instruction.
  private void inComment(SqlLine line, SqlComment comment, SqlDirective directive) {
    if (directive.matters(comment)
        && (line.changeSet() >= 0 || !directive.isDroppedBeforeFirstChangeSet())) {
      problems.add(
          source.warning(
              line.number(),
              "%s has \"%s\" inside of a block comment, but Liquibase obeys it"
                  .formatted(source.at(line.number()), SqlComment.shown(line.text())),
              "If the instruction is meant, move it out of the comment; otherwise remove it",
              source.changeSets(line)));
    }
  }

  private static boolean isInclude(SqlComment comment) {
    int distance = Math.min(comment.distance("include"), comment.distance("includeAll"));
    boolean meant =
        comment.gap().isEmpty()
            ? distance <= 1
            : distance == 0 && ONLY_ATTRIBUTES.matcher(comment.tail()).matches();
    return meant && !comment.marks().isEmpty() && WITH_ATTRIBUTES.matcher(comment.tail()).matches();
  }

  private void include(SqlLine line) {
    problems.add(
        source.rejected(
            line.number(),
            "%s has \"%s\", which only Liquibase Pro reads: the files would never run"
                .formatted(source.at(line.number()), SqlComment.shown(line.text())),
            "Include them in a changelog in YAML, JSON or XML",
            source.changeSets(line)));
  }

  /// Reports a line such as `--preconditions-sql-check …` that is meant as a precondition.
  /// Liquibase reads it as a `--preconditions` line, because it begins with this word.
  private void glued(SqlLine line, String has, SqlDirective meant) {
    problems.add(
        source.rejectedWhereTheyRun(
            line.number(),
            has + ", which Liquibase reads as \"--preconditions\": " + meant.lost(),
            "Write \"" + meant.form() + "\"",
            source.changeSets(line)));
  }

  private void directive(SqlLine line, SqlComment comment, SqlDirective directive) {
    String has = source.at(line.number()) + " has \"" + SqlComment.shown(line.text()) + "\"";
    boolean inChangeSet = line.changeSet() >= 0;
    if (directive.isRecognizedIn(line.text())) {
      if (!inChangeSet && directive.isDroppedBeforeFirstChangeSet()) {
        problems.add(
            source.rejected(
                line.number(),
                has + " above the first change set, where Liquibase drops it",
                "Move it below the \"--changeset\" line of its change set",
                source.changeSets(line)));
      }
      if (directive == SqlDirective.PRECONDITIONS) {
        SqlDirective.condition(comment)
            .filter(meant -> meant != directive)
            .ifPresent(meant -> glued(line, has, meant));
      }
      SqlHeaderCheck.add(source, line, directive.attributes(line.text()), problems);
      return;
    }
    String description = has + ", which Liquibase reads as a comment: " + directive.lost();
    String action = "Write \"" + directive.form() + "\" without spaces before it";
    problems.add(
        directive.matters(comment)
            ? source.rejectedWhereTheyRun(
                line.number(), description, action, source.changeSets(line))
            : source.warning(line.number(), description, action, source.changeSets(line)));
  }
}
