package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What the changelog and the history show about a plan, whatever its statements do.
public final class PlanChecks {
  private static final int NAMED = 5;

  /// The line or the lines after the name of a file.
  private static final Pattern LINE = Pattern.compile(":\\d+(?:-\\d+)?(?!\\w)");

  private PlanChecks() {}

  /// Returns the findings about the history and about the problems of the changelog. Each problem
  /// that rejects the changelog is an error.
  ///
  /// @param plan the plan of this changelog, with or without problems
  public static List<LintFinding> check(Plan plan, Changelog changelog) {
    List<LintFinding> found = new ArrayList<>();
    plan.problems().forEach(problem -> found.add(problem(problem, Severity.ERROR)));
    Set<ChangeSetId> applied = applied(plan, changelog);
    plan.warnings().stream()
        .filter(warning -> matters(warning, applied))
        .forEach(warning -> found.add(problem(warning, Severity.WARNING)));
    plan.outOfOrder().forEach(late -> found.add(late(late)));
    unknown(plan.unknown()).ifPresent(found::add);
    return found;
  }

  private static LintFinding problem(ChangelogProblem problem, Severity severity) {
    LintRule rule =
        switch (problem.kind()) {
          case EDITED -> LintRule.SP601;
          case DUPLICATE -> LintRule.SP603;
          case OTHER -> LintRule.SP610;
        };
    return new LintFinding(
        rule,
        severity,
        Optional.of(problem.location()),
        problem.changeSets().stream().min(Comparator.comparing(ChangeSetId::toString)),
        subject(problem),
        message(problem),
        problem.action(),
        Optional.empty());
  }

  /// Returns the description without lines; empty where a change set has at most one such problem.
  private static String subject(ChangelogProblem problem) {
    return problem.kind() == ChangelogProblem.Kind.OTHER
        ? LINE.matcher(problem.description()).replaceAll("")
        : "";
  }

  /// A report shows the location before the message, where many problems begin with it.
  private static String message(ChangelogProblem problem) {
    String location = problem.location() + ": ";
    String description = problem.description();
    int start = location.length();
    return description.startsWith(location) && description.length() > start
        ? Character.toUpperCase(description.charAt(start)) + description.substring(start + 1)
        : description;
  }

  /// The change sets that the plan does not execute. A plan with problems may execute none, and
  /// then this is not known.
  private static Set<ChangeSetId> applied(Plan plan, Changelog changelog) {
    Set<ChangeSetId> applied = new HashSet<>();
    if (plan.problems().isEmpty() || !plan.pending().isEmpty()) {
      changelog.changeSets().forEach(each -> applied.add(each.identity()));
      plan.pending().stream()
          .map(PlannedChangeSet::changeSet)
          .map(ChangeSet::identity)
          .forEach(applied::remove);
    }
    return applied;
  }

  /// A warning about applied change sets only would come again in each preview, because applied
  /// change sets must not be edited. It matters if one of them was.
  private static boolean matters(ChangelogProblem warning, Set<ChangeSetId> applied) {
    return warning.kind() == ChangelogProblem.Kind.EDITED
        || warning.changeSets().isEmpty()
        || !applied.containsAll(warning.changeSets());
  }

  private static LintFinding late(ChangeSet changeSet) {
    return LintFinding.of(
        LintRule.SP602,
        changeSet.location(),
        changeSet.identity(),
        "The change set %s is pending, but later ones of the changelog are applied (a late merge)"
            .formatted(changeSet.identity()),
        "Check that it does not depend on the order, or move it behind the applied ones");
  }

  private static Optional<LintFinding> unknown(List<HistoryRow> rows) {
    List<String> names = rows.stream().map(row -> row.changeSet().toString()).toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LintFinding.ofPlan(
                LintRule.SP004,
                "%s in the history, but not in this changelog: %s"
                    .formatted(subject(names), named(names)),
                "Update the branch if it is old; otherwise find out which repository applied"
                    + " them"));
  }

  /// Returns one finding about all pending change sets that cannot be undone; empty if there are
  /// none.
  ///
  /// @param pending the change sets that the plan executes, in order
  /// @param rollbacks how change sets are undone; one that is missing counts as possible to undo
  public static Optional<LintFinding> undo(
      List<ChangeSet> pending, Map<ChangeSetId, Rollback> rollbacks) {
    List<String> names =
        pending.stream()
            .map(ChangeSet::identity)
            .filter(each -> rollbacks.get(each) instanceof Rollback.Impossible)
            .map(ChangeSetId::toString)
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LintFinding.ofPlan(
                LintRule.SP604,
                English.count(names.size(), "change set") + " cannot be undone: " + named(names),
                "Write a rollback for each, or be ready to fix forward"));
  }

  private static String subject(List<String> names) {
    return English.count(names.size(), "change set") + " " + (names.size() == 1 ? "is" : "are");
  }

  /// Returns the first names, and how many more there are.
  static String named(List<String> names) {
    List<String> first = new ArrayList<>(names.subList(0, Math.min(NAMED, names.size())));
    if (names.size() > NAMED) {
      first.add((names.size() - NAMED) + " more");
    }
    return English.list(first);
  }
}
