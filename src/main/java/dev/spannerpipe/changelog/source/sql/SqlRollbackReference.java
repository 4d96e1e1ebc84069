package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks `--rollback` lines that refer to another change set, whose changes serve as the rollback.
/// Liquibase reads any rollback SQL with the word "changesetId" as such a reference. If the
/// reference names no earlier change set, Liquibase rejects the file with a message that has no
/// line number.
final class SqlRollbackReference {
  private static final Pattern ROLLBACK =
      Pattern.compile("\\s*--\\s*rollback (.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern ID =
      Pattern.compile(".*changeSetId:(\\S+).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern AUTHOR =
      Pattern.compile(".*changesetAuthor:(\\S+).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern PATH =
      Pattern.compile(".*changesetPath:(\\S+).*", Pattern.CASE_INSENSITIVE);
  private static final String ACTION =
      "Write \"--rollback changesetId:<id> changesetAuthor:<author>\" for a change set above, or"
          + " write rollback SQL without the word changesetId";

  private SqlRollbackReference() {}

  static List<FileProblem> problems(SqlSource source) {
    List<FileProblem> problems = new ArrayList<>();
    for (SqlLine line : source.lines()) {
      Matcher rollback = ROLLBACK.matcher(line.text());
      if (line.isFreeText()
          && line.changeSet() >= 0
          && rollback.matches()
          && rollback.group(1).toLowerCase(Locale.ROOT).contains("changesetid")) {
        reference(source, line, rollback.group(1), problems);
      }
    }
    return problems;
  }

  private static void reference(
      SqlSource source, SqlLine line, String text, List<FileProblem> problems) {
    Matcher id = ID.matcher(text);
    Matcher author = AUTHOR.matcher(text);
    String missing = "";
    if (!id.matches() || !author.matches()) {
      missing = "it has no value for " + (id.matches() ? "changesetAuthor" : "changesetId");
    } else if (!PATH.matcher(text).matches() && !isAbove(source, line, id, author)) {
      missing = "no change set %s:%s is above".formatted(author.group(1), id.group(1));
    }
    if (!missing.isEmpty()) {
      problems.add(
          source.unreadable(
              line.number(),
              "has \"%s\", which Liquibase rejects: %s"
                  .formatted(SqlComment.shown(line.text()), missing),
              ACTION));
    }
  }

  private static boolean isAbove(SqlSource source, SqlLine line, Matcher id, Matcher author) {
    return source.headers().subList(0, line.changeSet() + 1).stream()
        .anyMatch(
            header -> header.id().equals(id.group(1)) && header.author().equals(author.group(1)));
  }
}
