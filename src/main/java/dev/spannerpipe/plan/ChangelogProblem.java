package dev.spannerpipe.plan;

import static java.util.Comparator.comparingInt;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Something in a changelog that is wrong, or that its author should know.
///
/// @param location where it is
/// @param description what is wrong and where, one sentence without a full stop
/// @param action what to write instead, an imperative sentence without a full stop
/// @param changeSets the change sets that it is about, also those that Liquibase drops; empty where
///   it is about none of them alone
/// @param effect what follows from it
public record ChangelogProblem(
    SourceLocation location,
    String description,
    String action,
    Set<ChangeSetId> changeSets,
    Effect effect) {
  /// What follows from a problem.
  public enum Effect {
    /// Nothing of the changelog runs.
    REJECTED,
    /// The same, unless all of its change sets are in the history: then it is a warning. What was
    /// applied long ago cannot be written otherwise any more.
    REJECTED_WHILE_PENDING,
    /// A warning.
    WARNING,
    /// A warning as long as one of its change sets is pending.
    WARNING_WHILE_PENDING,
    /// A warning as soon as all of its change sets are in the history.
    WARNING_ONCE_APPLIED
  }

  /// Copies the set.
  public ChangelogProblem {
    changeSets = Set.copyOf(changeSets);
  }

  /// Returns a problem because of which nothing runs.
  public static ChangelogProblem of(SourceLocation location, ConfigurationFailure failure) {
    return new ChangelogProblem(
        location, failure.description(), failure.action(), Set.of(), Effect.REJECTED);
  }

  /// Returns whether nothing may run because of it.
  ///
  /// @param applied whether a change set is in the history
  boolean isRejected(Predicate<ChangeSetId> applied) {
    return effect == Effect.REJECTED
        || (effect == Effect.REJECTED_WHILE_PENDING && !isApplied(applied));
  }

  /// Returns whether a person should be told of it, while everything runs.
  ///
  /// @param applied whether a change set is in the history
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

  /// Returns it with other names for its change sets.
  public ChangelogProblem renamed(UnaryOperator<ChangeSetId> names) {
    return new ChangelogProblem(
        location,
        description,
        action,
        changeSets.stream().map(names).collect(Collectors.toUnmodifiableSet()),
        effect);
  }

  /// Returns both sentences.
  public String text() {
    return ConfigurationFailure.sentence(description) + " " + ConfigurationFailure.sentence(action);
  }

  /// Returns the failure for all of these problems, at least one.
  public static ConfigurationFailure failure(List<ChangelogProblem> problems) {
    ConfigurationFailure summary = summary(problems);
    return problems.size() == 1
        ? summary
        : new ConfigurationFailure(
            summary.description(),
            summary.action(),
            problems.stream().map(ChangelogProblem::text).toList());
  }

  /// Returns the failure for all of these problems, at least one, where the single ones are shown
  /// otherwise.
  public static ConfigurationFailure summary(List<ChangelogProblem> problems) {
    ChangelogProblem first = problems.getFirst();
    return problems.size() == 1
        ? new ConfigurationFailure(first.description(), first.action())
        : new ConfigurationFailure(
            "Could not plan the changelog: it has " + problems.size() + " problems",
            "Fix each of them, and run again");
  }

  /// Returns the problems as a person walks through the files: those of a file together, by line.
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
