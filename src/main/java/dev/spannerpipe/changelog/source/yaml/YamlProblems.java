package dev.spannerpipe.changelog.source.yaml;

import dev.spannerpipe.changelog.source.FileProblem;
import dev.spannerpipe.changelog.source.FileProblem.Reported;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.ChangelogProblem.Effect;
import dev.spannerpipe.plan.SourceLocation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects the problems of one YAML or JSON file. If several change sets share a node through an
/// anchor, a problem of that node is reported once for all of them. Not thread-safe.
final class YamlProblems {
  private record Place(int line, String description) {}

  private final String file;
  private final Map<Place, FileProblem> problems = new LinkedHashMap<>();

  YamlProblems(String file) {
    this.file = file;
  }

  /// The parts of the changelog that a problem affects. If it has no parts, the affected parts are
  /// unknown.
  ///
  /// @param includes the paths of the affected `include` and `includeAll` elements, as written
  /// @param wholeFile whether the problem affects the whole file and everything that the file
  ///   includes
  record Scope(Set<ChangeSetId> changeSets, Set<String> includes, boolean wholeFile) {
    static final Scope UNKNOWN = new Scope(Set.of(), Set.of(), false);
    static final Scope WHOLE_FILE = new Scope(Set.of(), Set.of(), true);

    Scope {
      changeSets = Set.copyOf(changeSets);
      includes = Set.copyOf(includes);
    }

    static Scope changeSet(ChangeSetId changeSet) {
      return new Scope(Set.of(changeSet), Set.of(), false);
    }

    static Scope include(String path) {
      return path.isEmpty() ? UNKNOWN : new Scope(Set.of(), Set.of(path), false);
    }

    /// Returns the union of both scopes; unknown if one of them is unknown.
    Scope and(Scope other) {
      return isKnown() && other.isKnown()
          ? new Scope(
              union(changeSets, other.changeSets),
              union(includes, other.includes),
              wholeFile || other.wholeFile)
          : UNKNOWN;
    }

    private boolean isKnown() {
      return wholeFile || !changeSets.isEmpty() || !includes.isEmpty();
    }
  }

  /// Returns the identity of a change set of this file.
  ChangeSetId changeSet(String id, String author) {
    return new ChangeSetId(file, id, author);
  }

  /// Returns a location in this file.
  SourceLocation at(int line) {
    return new SourceLocation(file, line);
  }

  /// Adds a problem that blocks the run while one of the affected change sets is pending. If the
  /// affected change sets are unknown, the problem always blocks the run.
  void reject(
      int line,
      String description,
      String action,
      Scope scope,
      boolean harmlessElsewhere,
      Reported reported) {
    Effect effect = scope.isKnown() ? Effect.REJECTED_WHILE_PENDING : Effect.REJECTED;
    add(line, description, action, scope, effect, harmlessElsewhere, reported);
  }

  /// Adds a problem that always blocks the run, unless the affected change sets are excluded from
  /// this run.
  void rejectHere(int line, String description, String action, Scope scope) {
    add(line, description, action, scope, Effect.REJECTED, true, Reported.ALWAYS);
  }

  /// Adds a warning about a change set, unless that change set is excluded from this run.
  void warn(int line, String description, String action, ChangeSetId changeSet, Effect effect) {
    Scope scope = Scope.changeSet(changeSet);
    add(line, description, action, scope, effect, true, Reported.WHERE_READ);
  }

  private void add(
      int line,
      String description,
      String action,
      Scope scope,
      Effect effect,
      boolean harmlessElsewhere,
      Reported reported) {
    String located = at(line) + " " + description;
    FileProblem problem =
        new FileProblem(
            new ChangelogProblem(at(line), located, action, scope.changeSets(), effect),
            scope.includes(),
            scope.wholeFile(),
            harmlessElsewhere,
            reported);
    problems.merge(new Place(line, effect + located), problem, YamlProblems::both);
  }

  private static FileProblem both(FileProblem first, FileProblem second) {
    ChangelogProblem problem = first.problem();
    return new FileProblem(
        new ChangelogProblem(
            problem.location(),
            problem.description(),
            problem.action(),
            union(problem.changeSets(), second.problem().changeSets()),
            problem.effect()),
        union(first.includes(), second.includes()),
        first.wholeFile() || second.wholeFile(),
        first.harmlessElsewhere() && second.harmlessElsewhere(),
        first.reported() == second.reported() ? first.reported() : Reported.ALWAYS);
  }

  private static <T> Set<T> union(Set<T> left, Set<T> right) {
    Set<T> union = new HashSet<>(left);
    union.addAll(right);
    return union;
  }

  /// Returns all problems, in the order in which they were found.
  List<FileProblem> all() {
    return List.copyOf(problems.values());
  }
}
