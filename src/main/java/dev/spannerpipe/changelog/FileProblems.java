package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.liquibase.ChangeSetIdentity;
import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.changelog.source.SourceOutline;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.SourceLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.UnknownChangeLogParameterException;

/// Collects the problems of a changelog's files. It names the change sets of each problem as the
/// history does: with expanded parameters and the logical path. It does so even for change sets
/// that Liquibase does not find in the file. Not thread-safe.
final class FileProblems {
  private final Set<ChangelogProblem> problems = new LinkedHashSet<>();
  private final Map<String, DatabaseChangeLog> files = new HashMap<>();
  private final List<Scoped> scoped = new ArrayList<>();

  private record Scoped(
      FileProblem problem, DatabaseChangeLog file, ChangeLogParameters parameters) {}

  /// Adds the problems of a parsed file. If a file is included twice, each of its problems is
  /// reported once.
  void add(SourceOutline outline, DatabaseChangeLog parsed, ChangeLogParameters parameters) {
    files.putIfAbsent(parsed.getPhysicalFilePath(), parsed);
    outline.problems().stream()
        .map(problem -> problem.renamed(written -> expanded(written, parsed, parameters)))
        .forEach(problems::add);
    outline.scoped().stream()
        .filter(FileProblem::isReportedWhereRead)
        .forEach(each -> scoped.add(new Scoped(each, parsed, parameters)));
  }

  private static ChangeSetId expanded(
      ChangeSetId written, DatabaseChangeLog parsed, ChangeLogParameters parameters) {
    return new ChangeSetId(
        parsed.getPhysicalFilePath(),
        expanded(written.id(), parsed, parameters),
        expanded(written.author(), parsed, parameters));
  }

  private static String expanded(
      String text, DatabaseChangeLog parsed, ChangeLogParameters parameters) {
    try {
      return parameters.expandExpressions(text, parsed);
    } catch (UnknownChangeLogParameterException _) {
      return text;
    }
  }

  /// The problems of all files, with the change sets as the history names them.
  ///
  /// @param ownPaths the physical path of the file, by the identity in the history; only for change
  ///   sets that Liquibase did not find, and only if the history has another path
  record IdentifiedProblems(List<ChangelogProblem> problems, Map<ChangeSetId, String> ownPaths) {
    /// Returns whether a problem at this location rejects its change sets while they are pending.
    /// Other errors at this location only follow from that problem, so they are not reported.
    boolean hasOneAt(SourceLocation location) {
      return problems.stream()
          .filter(problem -> problem.effect() == ChangelogProblem.Effect.REJECTED_WHILE_PENDING)
          .anyMatch(problem -> problem.location().equals(location));
    }
  }

  /// Returns all problems, with the change sets as the history names them. The whole changelog must
  /// have been parsed.
  ///
  /// @param excluded the change sets that context, labels, `dbms` or `ignore` exclude from the run
  IdentifiedProblems named(DatabaseChangeLog changelog, Set<ChangeSetId> excluded) {
    Map<ChangeSetId, ChangeSetId> found = new HashMap<>();
    Map<String, String> paths = new HashMap<>();
    Stream.concat(changelog.getChangeSets().stream(), changelog.getSkippedChangeSets().stream())
        .forEach(
            source -> {
              ChangeSetId identity = ChangeSetIdentity.of(source);
              found.putIfAbsent(identity.withPath(ChangeSetIdentity.ownPath(source)), identity);
              paths.putIfAbsent(ChangeSetIdentity.ownPath(source), identity.path());
            });
    Map<ChangeSetId, String> ownPaths = new HashMap<>();
    Set<ChangelogProblem> named = new LinkedHashSet<>();
    problems.forEach(
        problem ->
            named.add(problem.renamed(own -> recordedIdentity(own, found, paths, ownPaths))));
    for (Scoped each : scoped) {
      ChangelogProblem problem =
          each.problem()
              .problem()
              .renamed(written -> expanded(written, each.file(), each.parameters()))
              .renamed(own -> recordedIdentity(own, found, paths, ownPaths));
      ProblemScope.of(each.problem(), each.file()).applied(problem, excluded).ifPresent(named::add);
    }
    return new IdentifiedProblems(List.copyOf(named), ownPaths);
  }

  /// Converts an identity with the physical path of a file to the identity in the history.
  ///
  /// @param own the identity with the physical path
  /// @param found the identity in the history, by the identity with the physical path; only for
  ///   change sets that Liquibase found
  /// @param paths the path in the history, by physical path
  /// @param ownPaths receives the physical path if Liquibase did not find the change set and the
  ///   history has another path
  private ChangeSetId recordedIdentity(
      ChangeSetId own,
      Map<ChangeSetId, ChangeSetId> found,
      Map<String, String> paths,
      Map<ChangeSetId, String> ownPaths) {
    ChangeSetId known = found.get(own);
    if (known != null) {
      return known;
    }
    String path = paths.computeIfAbsent(own.path(), this::logicalPath);
    if (path.equals(own.path())) {
      return own;
    }
    ownPaths.put(own.withPath(path), own.path());
    return own.withPath(path);
  }

  /// Returns the logical path of a file in which Liquibase found no change set: that of the file
  /// itself or of the nearest changelog that includes it, else the physical path.
  private String logicalPath(String ownPath) {
    for (DatabaseChangeLog each = files.get(ownPath);
        each != null;
        each = each.getParentChangeLog()) {
      String logical = each.getRawLogicalFilePath();
      if (logical != null && !logical.isBlank()) {
        return DatabaseChangeLog.normalizePath(logical);
      }
    }
    return ownPath;
  }
}
