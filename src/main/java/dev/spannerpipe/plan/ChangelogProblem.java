package dev.spannerpipe.plan;

import static java.util.Comparator.comparingInt;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.LocatedProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A problem in a changelog: an error, or something that the author should know.
///
/// @param location where the problem is
/// @param description a sentence without a period that says what is wrong and where
/// @param action an imperative sentence without a period that says what to write instead
/// @param changeSets the change sets that the problem concerns, including those that Liquibase
///   ignores; empty if the problem does not concern particular change sets
/// @param effect the consequence of the problem
/// @param kind what is wrong, for those who report certain problems in a special way
public record ChangelogProblem(
    SourceLocation location,
    String description,
    String action,
    Set<ChangeSetId> changeSets,
    Effect effect,
    Kind kind) {
  /// What is wrong.
  public enum Kind {
    /// A change set was edited after it was applied.
    EDITED,
    /// Two change sets have the same identity.
    DUPLICATE,
    /// Anything else.
    OTHER
  }

  /// The consequence of a problem.
  public enum Effect {
    /// Nothing in the changelog runs.
    REJECTED,
    /// If a change set of the problem is pending, nothing in the changelog runs. If all of them are
    /// already applied, the problem is only a warning, because applied change sets must not be
    /// edited.
    REJECTED_WHILE_PENDING,
    /// A warning.
    WARNING,
    /// A warning if a change set of the problem is pending. If all of them are applied, the problem
    /// is ignored.
    WARNING_WHILE_PENDING,
    /// A warning if all change sets of the problem are applied. If one of them is pending, the
    /// problem is ignored.
    WARNING_ONCE_APPLIED
  }

  /// Copies the set.
  public ChangelogProblem {
    changeSets = Set.copyOf(changeSets);
  }

  /// Creates a problem of no special kind.
  public ChangelogProblem(
      SourceLocation location,
      String description,
      String action,
      Set<ChangeSetId> changeSets,
      Effect effect) {
    this(location, description, action, changeSets, effect, Kind.OTHER);
  }

  /// Returns a problem that keeps the whole changelog from running, with the text of this failure.
  ///
  /// @param location where the problem is, unless the failure has a place of its own
  public static ChangelogProblem of(SourceLocation location, ConfigurationFailure failure) {
    SourceLocation own =
        failure.problems().stream()
            .findFirst()
            .map(problem -> new SourceLocation(problem.file(), problem.line()))
            .orElse(location);
    return new ChangelogProblem(
        own, failure.description(), failure.action(), Set.of(), Effect.REJECTED);
  }

  /// Returns a problem of a change set that keeps the whole changelog from running, with the text
  /// of this failure.
  public static ChangelogProblem of(
      SourceLocation location, ConfigurationFailure failure, Kind kind, ChangeSetId changeSet) {
    return new ChangelogProblem(
        location,
        failure.description(),
        failure.action(),
        Set.of(changeSet),
        Effect.REJECTED,
        kind);
  }

  /// Returns whether the problem keeps everything from running.
  ///
  /// @param applied returns whether a change set counts as applied
  boolean isRejected(Predicate<ChangeSetId> applied) {
    return effect == Effect.REJECTED
        || (effect == Effect.REJECTED_WHILE_PENDING && !isApplied(applied));
  }

  /// Returns whether the problem is a warning that does not keep anything from running.
  ///
  /// @param applied returns whether a change set counts as applied
  boolean isWarning(Predicate<ChangeSetId> applied) {
    return switch (effect) {
      case REJECTED -> false;
      case WARNING -> true;
      case WARNING_WHILE_PENDING -> !isApplied(applied);
      case REJECTED_WHILE_PENDING, WARNING_ONCE_APPLIED -> isApplied(applied);
    };
  }

  private boolean isApplied(Predicate<ChangeSetId> applied) {
    return !changeSets.isEmpty() && changeSets.stream().allMatch(applied);
  }

  /// Returns this problem with the identities of its change sets replaced by this function.
  public ChangelogProblem renamed(UnaryOperator<ChangeSetId> names) {
    return new ChangelogProblem(
        location,
        description,
        action,
        changeSets.stream().map(names).collect(Collectors.toUnmodifiableSet()),
        effect,
        kind);
  }

  /// Returns the description and the action as two sentences.
  public String text() {
    return ConfigurationFailure.sentence(description) + " " + ConfigurationFailure.sentence(action);
  }

  private LocatedProblem located() {
    return new LocatedProblem(location.file(), location.line(), description, action);
  }

  /// Returns one failure that lists all of these problems. There must be at least one problem.
  public static ConfigurationFailure failure(List<ChangelogProblem> problems) {
    ConfigurationFailure summary = summary(problems);
    return problems.size() == 1
        ? summary
        : new ConfigurationFailure(
                summary.description(),
                summary.action(),
                problems.stream().map(ChangelogProblem::text).toList())
            .with(problems.stream().map(ChangelogProblem::located).toList());
  }

  /// Returns one failure. It describes the problem if there is only one, and otherwise states only
  /// the number of problems. Meant for callers that show each problem elsewhere. There must be at
  /// least one problem.
  public static ConfigurationFailure summary(List<ChangelogProblem> problems) {
    ChangelogProblem first = problems.getFirst();
    return problems.size() == 1
        ? new ConfigurationFailure(first.description(), first.action())
            .at(first.location().file(), first.location().line())
        : new ConfigurationFailure(
            "Could not plan the changelog: it has " + problems.size() + " problems",
            "Fix each of them, and run again");
  }

  /// Returns the problems grouped by file, and sorted by line within each file.
  static List<ChangelogProblem> inOrder(List<ChangelogProblem> problems) {
    Map<String, List<ChangelogProblem>> byFile = new LinkedHashMap<>();
    for (ChangelogProblem problem : problems) {
      byFile.computeIfAbsent(problem.location().file(), _ -> new ArrayList<>()).add(problem);
    }
    return byFile.values().stream()
        .flatMap(ofFile -> ofFile.stream().sorted(comparingInt(each -> each.location().line())))
        .toList();
  }
}
