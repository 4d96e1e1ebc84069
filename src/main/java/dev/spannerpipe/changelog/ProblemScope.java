package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.liquibase.ChangeSetIdentity;
import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.ChangelogProblem.Effect;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import org.jspecify.annotations.Nullable;

/// Finds the change sets that a problem of a file affects. Use this class only after the whole
/// changelog was read.
///
/// @param file the file that has the problem
record ProblemScope(FileProblem problem, DatabaseChangeLog file) {
  static ProblemScope of(FileProblem problem, DatabaseChangeLog file) {
    return new ProblemScope(problem, file);
  }

  /// Returns the problem with all change sets that the problem affects. Some problems do no harm if
  /// none of these change sets may run. In this case, the effect `REJECTED_WHILE_PENDING` becomes
  /// `WARNING`, and a problem with any other effect is dropped: the result is empty.
  ///
  /// @param named the problem, with only those change sets that the problem itself names
  /// @param excluded the change sets that context, labels, `dbms` or `ignore` exclude from the run
  Optional<ChangelogProblem> applied(ChangelogProblem named, Set<ChangeSetId> excluded) {
    Set<ChangeSetId> changeSets = new HashSet<>(named.changeSets());
    file.getChangeSets().stream()
        .filter(this::contains)
        .forEach(source -> changeSets.add(ChangeSetIdentity.of(source)));
    boolean harmless =
        problem.harmlessElsewhere() && !changeSets.isEmpty() && excluded.containsAll(changeSets);
    if (harmless && named.effect() != Effect.REJECTED_WHILE_PENDING) {
      return Optional.empty();
    }
    return Optional.of(
        new ChangelogProblem(
            named.location(),
            named.description(),
            named.action(),
            changeSets,
            harmless ? Effect.WARNING : named.effect()));
  }

  private boolean contains(ChangeSet source) {
    if (problem.wholeFile()) {
      return true;
    }
    String included = includedFile(source.getChangeLog());
    return included != null && problem.includes().stream().anyMatch(path -> isFrom(included, path));
  }

  /// Returns the path of the changelog that `file` includes directly and that is `inner` or
  /// includes `inner`; null if `file` does not include `inner`.
  private @Nullable String includedFile(DatabaseChangeLog inner) {
    for (DatabaseChangeLog each = inner; each != null; each = each.getParentChangeLog()) {
      DatabaseChangeLog parent = each.getParentChangeLog();
      if (parent != null && parent.getPhysicalFilePath().equals(file.getPhysicalFilePath())) {
        return each.getPhysicalFilePath();
      }
    }
    return null;
  }

  /// Returns whether an included file matches the path in an include. This path may be relative to
  /// the file that has the include, and may be a directory.
  private static boolean isFrom(String included, String named) {
    String path = DatabaseChangeLog.normalizePath(named);
    while (path.startsWith("../")) {
      path = path.substring(3);
    }
    String directory = path.endsWith("/") ? path : path + "/";
    return included.equals(path)
        || included.endsWith("/" + path)
        || included.startsWith(directory)
        || included.contains("/" + directory);
  }
}
