package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds lines that are meant as an instruction for Liquibase, but that it reads as a comment.
/// Rollback SQL, a precondition or a property is then silently missing. Lines that may be an
/// ordinary comment are never rejected.
final class SqlDirectiveCheck {
  private static final Pattern WITH_ATTRIBUTES =
      Pattern.compile(
          "(?is)[\\s:]+(file|path|relativeToChangelogFile|errorIfMissing\\w*|context(Filter)?"
              + "|labels)\\s*[:=].*");

  /// Only attributes, which an ordinary sentence does not contain.
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
      SqlDirective.read(line.text())
          .ifPresent(directive -> inComment(line, comment.get(), directive));
    } else if (isInclude(comment.get())) {
      include(line);
    } else {
      SqlDirective.meant(line.text(), comment.get())
          .ifPresent(directive -> directive(line, comment.get(), directive));
    }
  }

  /// Liquibase does not recognize block comments. Inside of them, a line that Liquibase does not
  /// read as an instruction is an ordinary comment.
  private void inComment(SqlLine line, SqlComment comment, SqlDirective directive) {
    if (directive.isNeeded(comment) && (line.changeSet() >= 0 || !directive.isOfChangeSets())) {
      problems.add(
          source.warning(
              line.number(),
              "%s has \"%s\" inside of a block comment, but Liquibase obeys it"
                  .formatted(source.at(line.number()), SqlComment.shown(line.text())),
              "Move it out of the comment if that is meant, or remove it",
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

  /// Liquibase also reads a longer word that begins with the instruction as the instruction.
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
    if (directive.isRead(line.text())) {
      if (!inChangeSet && directive.isOfChangeSets()) {
        problems.add(
            source.rejected(
                line.number(),
                has + " above the first change set, where Liquibase drops it",
                "Move it below the \"--changeset\" line that it is for",
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
    String action = "Write \"" + directive.form() + "\" without blanks in front of it";
    problems.add(
        directive.isNeeded(comment)
            ? source.rejectedWhereTheyRun(
                line.number(), description, action, source.changeSets(line))
            : source.warning(line.number(), description, action, source.changeSets(line)));
  }
}
