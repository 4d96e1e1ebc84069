package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.text.EditDistance;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks SQL files that Liquibase reads as plain SQL, because they do not begin with the line
/// `--liquibase formatted sql`. A file that is meant as formatted SQL is rejected. Any other file
/// causes a warning that explains the consequences of plain SQL.
final class SqlFormatCheck {
  private static final String HEADER = "--liquibase formatted sql";
  private static final Pattern SECOND_WORD =
      Pattern.compile("(?s)[\\s\\p{Z}\\p{Cf}_:-]*(\\p{Alpha}+).*");
  private static final Pattern STRICT =
      Pattern.compile(
          "\\s*--changeset\\s.*|\\s*--\\s*changeset\\s+[^:]+:\\S+(\\s+\\w+:\\S+)*\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final int LARGEST_DISTANCE = 2;

  private SqlFormatCheck() {}

  static List<FileProblem> problems(SqlSource source) {
    if (source.formatted()) {
      return List.of();
    }
    Optional<SqlLine> changeSet =
        source.lines().stream().filter(SqlFormatCheck::isMeantAsChangeSet).findFirst();
    return List.of(
        changeSet.map(line -> notFormatted(source, line)).orElseGet(() -> plain(source)));
  }

  private static boolean isMeantAsChangeSet(SqlLine line) {
    return (SqlHeader.of(line.text(), line.number()).isPresent()
            && STRICT.matcher(line.text()).matches())
        || HeaderLike.of(line).filter(HeaderLike::certain).isPresent();
  }

  private static FileProblem notFormatted(SqlSource source, SqlLine changeSet) {
    return source.lines().stream()
        .filter(line -> SqlScanner.isFormat(line.text()))
        .findFirst()
        .map(line -> below(source, line))
        .or(
            () ->
                source.lines().stream()
                    .filter(line -> isLikeFormat(line.text()))
                    .findFirst()
                    .map(line -> misspelt(source, line)))
        .orElseGet(() -> missing(source, changeSet));
  }

  private static FileProblem below(SqlSource source, SqlLine line) {
    return rejected(
        source,
        line,
        "has \"%s\" below other lines".formatted(SqlComment.shown(line.text())),
        "Move it to the first line of the file");
  }

  private static FileProblem misspelt(SqlSource source, SqlLine line) {
    return rejected(
        source,
        line,
        "has \"%s\", which Liquibase does not know".formatted(SqlComment.shown(line.text())),
        "Write \"%s\" as the first line of the file".formatted(HEADER));
  }

  private static FileProblem missing(SqlSource source, SqlLine line) {
    return rejected(
        source,
        line,
        "begins a change set, but the first line of the file is not \"%s\"".formatted(HEADER),
        "Write \"%s\" as the first line of the file".formatted(HEADER));
  }

  private static FileProblem rejected(
      SqlSource source, SqlLine line, String description, String action) {
    return source.rejected(
        line.number(),
        "%s %s: Liquibase would read the whole file as one change set of plain SQL"
            .formatted(source.at(line.number()), description),
        action + ", unless the file has been applied in this form",
        source.changeSets());
  }

  private static FileProblem plain(SqlSource source) {
    return source.warning(
        0,
        source.file()
            + " is plain SQL, so the whole file is one change set, which must never be edited after"
            + " it was applied",
        "To be able to add change sets to the file later, begin it with \"%s\" and \"--changeset author:id\""
            .formatted(HEADER),
        source.changeSets());
  }

  private static boolean isLikeFormat(String text) {
    Optional<SqlComment> comment = SqlComment.of(text);
    if (comment.isEmpty()) {
      return false;
    }
    Matcher second = SECOND_WORD.matcher(comment.get().tail());
    String word = second.matches() ? SqlComment.letters(second.group(1)) : "";
    return comment.get().distance("liquibaseformatted") <= LARGEST_DISTANCE
        || comment.get().letters().startsWith("liquibaseformatted")
        || (comment.get().distance("liquibase") <= LARGEST_DISTANCE
            && (word.equals("sql")
                || EditDistance.between(word, "formatted") <= LARGEST_DISTANCE + 1));
  }
}
