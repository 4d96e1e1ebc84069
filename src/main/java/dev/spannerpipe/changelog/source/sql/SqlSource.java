package dev.spannerpipe.changelog.source.sql;

import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.ChangelogProblem.Effect;
import dev.spannerpipe.plan.SourceLocation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A SQL changelog: its lines and the change sets that Liquibase finds in it.
///
/// @param file its path in the repository
/// @param formatted whether Liquibase takes it for formatted SQL; otherwise the whole file is one
///   change set, and all lines are text
/// @param ignored the `--ignoreLines` in it
record SqlSource(
    String file,
    boolean formatted,
    List<SqlLine> lines,
    List<SqlHeader> headers,
    List<IgnoredLines> ignored) {
  SqlSource {
    lines = List.copyOf(lines);
    headers = List.copyOf(headers);
    ignored = List.copyOf(ignored);
  }

  /// Lines that Liquibase skips.
  ///
  /// @param line where it is told to
  /// @param last the last line that it skips
  /// @param endless whether an end is missing
  /// @param counted whether their number is given
  record IgnoredLines(int line, int last, boolean endless, boolean counted) {}

  SourceLocation at(int line) {
    return new SourceLocation(file, line);
  }

  /// Returns the line with this number.
  SqlLine line(int number) {
    return lines.get(number - 1);
  }

  /// Returns whether Liquibase finds a change set of this name, `author:id`.
  boolean has(String name) {
    return headers.stream().anyMatch(header -> header.name().equals(name));
  }

  /// Returns all change sets that Liquibase finds.
  Set<ChangeSetId> changeSets() {
    return formatted
        ? headers.stream()
            .map(header -> header.in(file))
            .collect(Collectors.toCollection(LinkedHashSet::new))
        : Set.of(new ChangeSetId(file, "raw", "includeAll"));
  }

  /// Returns the change set that a line is in; all of them for a line before the first one.
  Set<ChangeSetId> changeSets(SqlLine line) {
    return formatted && line.changeSet() >= 0
        ? Set.of(headers.get(line.changeSet()).in(file))
        : changeSets();
  }

  /// Returns a problem of a line that Liquibase cannot read.
  FileProblem impossible(int line, String description, String action) {
    ConfigurationFailure failure = new ConfigurationFailure(at(line) + " " + description, action);
    return problem(ChangelogProblem.of(at(line), failure), false, FileProblem.Reported.ALWAYS);
  }

  /// Returns a problem that is reported in place of Liquibase's message, where it cannot read the
  /// file.
  FileProblem unreadable(int line, String description, String action) {
    ConfigurationFailure failure = new ConfigurationFailure(at(line) + " " + description, action);
    return problem(
        ChangelogProblem.of(at(line), failure), false, FileProblem.Reported.WHERE_UNREADABLE);
  }

  /// Returns a problem that is a warning once these change sets were applied.
  FileProblem rejected(int line, String description, String action, Set<ChangeSetId> changeSets) {
    return problem(
        new ChangelogProblem(
            at(line), description, action, changeSets, Effect.REJECTED_WHILE_PENDING),
        false,
        FileProblem.Reported.WHERE_READ);
  }

  /// Returns a problem that is a warning once these change sets were applied, or where they do not
  /// run anyway.
  FileProblem rejectedWhereTheyRun(
      int line, String description, String action, Set<ChangeSetId> changeSets) {
    return problem(
        new ChangelogProblem(
            at(line), description, action, changeSets, Effect.REJECTED_WHILE_PENDING),
        true,
        FileProblem.Reported.WHERE_READ);
  }

  /// Returns a warning until these change sets were applied.
  FileProblem warning(int line, String description, String action, Set<ChangeSetId> changeSets) {
    return problem(
        new ChangelogProblem(
            at(line), description, action, changeSets, Effect.WARNING_WHILE_PENDING),
        false,
        FileProblem.Reported.WHERE_READ);
  }

  private static FileProblem problem(
      ChangelogProblem problem, boolean harmlessElsewhere, FileProblem.Reported reported) {
    return new FileProblem(problem, Set.of(), false, harmlessElsewhere, reported);
  }
}
