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

/// Collects the problems of a changelog's files. Each problem names its change sets as the history
/// (`DATABASECHANGELOG`) does: with expanded parameters and the logical path. This includes change
/// sets that Liquibase does not find in the file. Not thread-safe.
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
  /// @param ownPaths the physical paths of change sets; the key is the identity in the history.
  ///   Contains only change sets that Liquibase did not find and that have another path in the
  ///   history
  record IdentifiedProblems(List<ChangelogProblem> problems, Map<ChangeSetId, String> ownPaths) {
    /// Returns whether there is a problem at this location that makes the pipe reject change sets
    /// as long as they are pending. Any other error at this location is only a consequence of that
    /// problem, so the caller does not report it.
    boolean hasOneAt(SourceLocation location) {
      return problems.stream()
          .filter(problem -> problem.effect() == ChangelogProblem.Effect.REJECTED_WHILE_PENDING)
          .anyMatch(problem -> problem.location().equals(location));
    }
  }

  /// Returns all problems; each names its change sets as the history does. Call this method only
  /// after the whole changelog was parsed.
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

  /// Converts the identity of a change set with the physical path of its file to the identity in
  /// the history.
  ///
  /// @param own the identity with the physical path
  /// @param found the identities in the history of the change sets that Liquibase found; the key is
  ///   the identity with the physical path
  /// @param paths the paths of files in the history; the key is the physical path
  /// @param ownPaths receives the physical path, with the identity in the history as the key, if
  ///   Liquibase did not find the change set and the path in the history differs
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

  /// Returns the logical path of a file in which Liquibase found no change set: the one that the
  /// file itself or the nearest changelog that includes the file sets, else the physical path.
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
