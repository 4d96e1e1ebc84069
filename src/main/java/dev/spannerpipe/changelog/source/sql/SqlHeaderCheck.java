package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Checks the attributes in the header of each change set and in the first line of the file.
final class SqlHeaderCheck {
  private SqlHeaderCheck() {}

  static List<FileProblem> problems(SqlSource source) {
    List<FileProblem> problems = new ArrayList<>();
    fileHeader(source, problems);
    for (SqlHeader header : source.headers()) {
      SqlLine line = source.line(header.line());
      id(source, header, line, problems);
      add(source, line, SqlAttributes.in(header.rest(), SqlAttribute.OF_CHANGE_SETS), problems);
    }
    return problems;
  }

  private static void fileHeader(SqlSource source, List<FileProblem> problems) {
    if (source.formatted()) {
      source.lines().stream()
          .filter(line -> SqlScanner.isFormat(line.text()))
          .findFirst()
          .ifPresent(line -> fileHeader(source, line, problems));
    }
  }

  private static void fileHeader(SqlSource source, SqlLine line, List<FileProblem> problems) {
    String text = line.text().replaceFirst("(?i)^\\s*--\\s*liquibase\\s*formatted", "");
    add(source, line, SqlAttributes.in(text, SqlAttribute.OF_FILES), problems);
  }

  /// Checks the id. Liquibase reads everything up to the first space as the id, so the id may
  /// accidentally include an attribute, a comma or a semicolon.
  private static void id(
      SqlSource source, SqlHeader header, SqlLine line, List<FileProblem> problems) {
    boolean attribute =
        SqlAttribute.OF_CHANGE_SETS.stream()
            .anyMatch(
                known ->
                    header
                        .id()
                        .toLowerCase(Locale.ROOT)
                        .contains(known.name().toLowerCase(Locale.ROOT) + ":"));
    if (attribute) {
      problems.add(
          source.rejected(
              header.line(),
              "%s has \"%s\", which Liquibase reads as the id"
                  .formatted(source.at(header.line()), header.id()),
              "Put a space between the id and the attribute",
              source.changeSets(line)));
    } else if (header.id().endsWith(",") || header.id().endsWith(";")) {
      problems.add(
          source.warning(
              header.line(),
              "%s has the id \"%s\": the last character is part of the id"
                  .formatted(source.at(header.line()), header.id()),
              "Remove the last character if it is not meant; do not change the id after the change"
                  + " set was applied",
              source.changeSets(line)));
    }
  }

  /// Adds one problem for each finding about a line.
  static void add(
      SqlSource source,
      SqlLine line,
      List<SqlAttributes.Finding> findings,
      List<FileProblem> problems) {
    for (SqlAttributes.Finding finding : findings) {
      String description = source.at(line.number()) + " has " + finding.description();
      problems.add(
          switch (finding.mistake()) {
            case PERHAPS ->
                source.warning(
                    line.number(), description, finding.action(), source.changeSets(line));
            case HARMLESS_ELSEWHERE ->
                source.rejectedWhereTheyRun(
                    line.number(), description, finding.action(), source.changeSets(line));
            case ANYWHERE ->
                source.rejected(
                    line.number(), description, finding.action(), source.changeSets(line));
          });
    }
  }
}
