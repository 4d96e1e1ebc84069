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
/// @param formatted whether Liquibase reads it as formatted SQL; otherwise the whole file is one
///   change set, and all lines are text
/// @param ignored its `--ignoreLines` instructions
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
  /// @param line the line with the instruction
  /// @param last the last line that Liquibase skips
  /// @param endless whether the end is missing
  /// @param counted whether the instruction gives the number of lines
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

  /// Returns the change set of a line; all change sets for a line before the first one.
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

  /// Returns a problem that is reported instead of Liquibase's message, if Liquibase cannot read
  /// the file.
  FileProblem unreadable(int line, String description, String action) {
    ConfigurationFailure failure = new ConfigurationFailure(at(line) + " " + description, action);
    return problem(
        ChangelogProblem.of(at(line), failure), false, FileProblem.Reported.WHERE_UNREADABLE);
  }

  /// Returns a problem that becomes a warning after these change sets were applied.
  FileProblem rejected(int line, String description, String action, Set<ChangeSetId> changeSets) {
    return problem(
        new ChangelogProblem(
            at(line), description, action, changeSets, Effect.REJECTED_WHILE_PENDING),
        false,
        FileProblem.Reported.WHERE_READ);
  }

  /// Returns a problem that becomes a warning after these change sets were applied, or if they do
  /// not run here.
  FileProblem rejectedWhereTheyRun(
      int line, String description, String action, Set<ChangeSetId> changeSets) {
    return problem(
        new ChangelogProblem(
            at(line), description, action, changeSets, Effect.REJECTED_WHILE_PENDING),
        true,
        FileProblem.Reported.WHERE_READ);
  }

  /// Returns a warning that disappears after these change sets were applied.
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
