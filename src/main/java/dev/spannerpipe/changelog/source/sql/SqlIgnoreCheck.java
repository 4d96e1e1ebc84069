package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds `--ignoreLines` instructions that probably skip more lines than they should.
final class SqlIgnoreCheck {
  private SqlIgnoreCheck() {}

  static List<FileProblem> problems(SqlSource source) {
    List<FileProblem> problems = new ArrayList<>();
    for (SqlSource.IgnoredLines ignored : source.ignored()) {
      List<SqlLine> lines = source.lines().subList(ignored.line(), ignored.last());
      List<SqlHeader> lost =
          lines.stream()
              .flatMap(line -> SqlHeader.of(line.text(), line.number()).stream())
              .toList();
      if (ignored.endless() && lines.stream().anyMatch(line -> !line.text().isBlank())) {
        problems.add(endless(source, ignored, lines, lost));
      } else if (ignored.counted() && !lost.isEmpty()) {
        problems.add(counted(source, ignored, lost));
      }
    }
    return problems;
  }

  private static FileProblem endless(
      SqlSource source, SqlSource.IgnoredLines ignored, List<SqlLine> lines, List<SqlHeader> lost) {
    SourceLocation location = source.at(ignored.line());
    String action =
        lines.stream()
            .filter(line -> isLikeEnd(line.text()))
            .findFirst()
            .map(line -> "Write \"--ignoreLines:end\" and nothing else in line " + line.number())
            .orElse("Write \"--ignoreLines:end\" below the last line to skip");
    return source.rejected(
        ignored.line(),
        "%s has \"--ignoreLines:start\" but no line \"--ignoreLines:end\" below it, so Liquibase would skip all %d remaining lines"
            .formatted(location, lines.size()),
        action,
        involved(source, source.line(ignored.line()), lost));
  }

  private static boolean isLikeEnd(String text) {
    String letters = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return letters.startsWith("ignoreline") && letters.contains("end");
  }

  private static Set<ChangeSetId> involved(SqlSource source, SqlLine start, List<SqlHeader> lost) {
    Set<ChangeSetId> changeSets =
        lost.stream()
            .map(header -> header.in(source.file()))
            .collect(Collectors.toCollection(HashSet::new));
    if (lost.isEmpty() || start.changeSet() >= 0) {
      changeSets.addAll(source.changeSets(start));
    }
    return changeSets;
  }

  private static FileProblem counted(
      SqlSource source, SqlSource.IgnoredLines ignored, List<SqlHeader> lost) {
    return source.warning(
        ignored.line(),
        "%s skips the header of change set %s, which Liquibase would never run"
            .formatted(source.at(ignored.line()), lost.getFirst().name()),
        "Correct the number of lines, unless Liquibase should skip this change set",
        involved(source, source.line(ignored.line()), lost));
  }
}
