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

/// An SQL changelog: its lines and the change sets that Liquibase finds in it.
///
/// @param file the path of the changelog in the repository
/// @param formatted whether Liquibase reads the file as formatted SQL; otherwise the whole file is
///   one change set, and the role of each line is `TEXT`
/// @param ignored the `--ignoreLines` instructions
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

  /// An `--ignoreLines` instruction, and the lines that Liquibase skips because of it.
  ///
  /// @param line the number of the line with the instruction
  /// @param last the number of the line with `--ignoreLines:end`, or else of the last skipped line
  /// @param endless whether the instruction is `start` and no `--ignoreLines:end` follows
  /// @param counted whether the instruction gives a number of lines instead of `start`
  record IgnoredLines(int line, int last, boolean endless, boolean counted) {}

  SourceLocation at(int line) {
    return new SourceLocation(file, line);
  }

  /// Returns the line with this number.
  SqlLine line(int number) {
    return lines.get(number - 1);
  }

  /// Returns whether Liquibase finds a change set with the name `author:id` in the file.
  boolean has(String name) {
    return headers.stream().anyMatch(header -> header.name().equals(name));
  }

  /// Returns all change sets that Liquibase finds in the file.
  Set<ChangeSetId> changeSets() {
    return formatted
        ? headers.stream()
            .map(header -> header.in(file))
            .collect(Collectors.toCollection(LinkedHashSet::new))
        : Set.of(new ChangeSetId(file, "raw", "includeAll"));
  }

  /// Returns the change set that contains a line. For a line above the first change set, returns
  /// all change sets.
  Set<ChangeSetId> changeSets(SqlLine line) {
    return formatted && line.changeSet() >= 0
        ? Set.of(headers.get(line.changeSet()).in(file))
        : changeSets();
  }

  /// Returns a problem that makes every run fail, because Liquibase cannot read the line.
  FileProblem impossible(int line, String description, String action) {
    ConfigurationFailure failure = new ConfigurationFailure(at(line) + " " + description, action);
    return problem(ChangelogProblem.of(at(line), failure), false, FileProblem.Reported.ALWAYS);
  }

  /// Returns a problem that is reported only if Liquibase cannot read the file. The problem then
  /// replaces Liquibase's message.
  FileProblem unreadable(int line, String description, String action) {
    ConfigurationFailure failure = new ConfigurationFailure(at(line) + " " + description, action);
    return problem(
        ChangelogProblem.of(at(line), failure), false, FileProblem.Reported.WHERE_UNREADABLE);
  }

  /// Returns a problem that makes the run fail while one of these change sets is pending. When all
  /// of them are applied, the problem is only a warning.
  FileProblem rejected(int line, String description, String action, Set<ChangeSetId> changeSets) {
    return problem(
        new ChangelogProblem(
            at(line), description, action, changeSets, Effect.REJECTED_WHILE_PENDING),
        false,
        FileProblem.Reported.WHERE_READ);
  }

  /// Returns a problem that makes the run fail while one of these change sets is pending. When all
  /// of them are applied, or if contexts, labels, `dbms` or `ignore` exclude them from the run, the
  /// problem is only a warning.
  FileProblem rejectedWhereTheyRun(
      int line, String description, String action, Set<ChangeSetId> changeSets) {
    return problem(
        new ChangelogProblem(
            at(line), description, action, changeSets, Effect.REJECTED_WHILE_PENDING),
        true,
        FileProblem.Reported.WHERE_READ);
  }

  /// Returns a problem that is a warning while one of these change sets is pending. When all of
  /// them are applied, the problem is no longer reported.
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
