package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds headers of change sets inside of block comments. Liquibase recognizes only a block comment
/// that contains rollback SQL, and would never run a change set inside of it. Liquibase would run a
/// change set inside of any other block comment.
final class SqlBlockCommentCheck {
  private static final String PROBE = "line_of_the_header";

  private final SqlSource source;
  private final Dialect dialect;
  private final List<FileProblem> problems = new ArrayList<>();

  private SqlBlockCommentCheck(SqlSource source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  static List<FileProblem> problems(SqlSource source, Dialect dialect) {
    SqlBlockCommentCheck check = new SqlBlockCommentCheck(source, dialect);
    if (source.formatted()) {
      check.comments();
      check.rollbacks();
    }
    return check.problems;
  }

  private void comments() {
    StringBuilder text = new StringBuilder();
    for (SqlLine line : source.lines()) {
      if (line.is(SqlLine.Role.TEXT)) {
        text.append(line.text()).append('\n');
      } else if (line.is(SqlLine.Role.HEADER)) {
        boolean open = endsInComment(text.toString());
        if (open) {
          commentedOut(line);
        }
        // The block comment continues after the header.
        text = new StringBuilder(open ? "/*" : "");
      }
    }
  }

  /// Returns whether a text ends inside of a block comment. The method adds a word to the end of
  /// the text: if the tokenizer does not return the word, the word is part of a comment.
  private boolean endsInComment(String text) {
    return text.contains("/*")
        && SqlTokenizer.tokens(dialect, text + "\n" + PROBE).stream()
            .noneMatch(token -> token.text().contains(PROBE));
  }

  private void commentedOut(SqlLine line) {
    Set<ChangeSetId> changeSets = new HashSet<>(source.changeSets(line));
    if (line.changeSet() > 0) {
      changeSets.add(source.headers().get(line.changeSet() - 1).in(source.file()));
    }
    problems.add(
        source.rejected(
            line.number(),
            "%s begins change set %s inside of a block comment, but Liquibase would run it"
                .formatted(source.at(line.number()), source.headers().get(line.changeSet()).name()),
            "End the comment above the line. Or remove the change set, if it has not been applied in this form",
            changeSets));
  }

  private void rollbacks() {
    for (SqlLine line : source.lines()) {
      Optional<SqlHeader> header =
          line.is(SqlLine.Role.ROLLBACK)
              ? SqlHeader.of(line.text(), line.number())
              : Optional.empty();
      header.ifPresent(
          lost ->
              problems.add(
                  source.rejected(
                      line.number(),
                      "%s begins change set %s inside of a comment with rollback SQL: Liquibase would never run it"
                          .formatted(source.at(line.number()), lost.name()),
                      "End the comment above the line",
                      Set.of(lost.in(source.file())))));
    }
  }
}
