package dev.spannerpipe.plan;

import java.util.ArrayList;
import java.util.List;

/// The warnings about a plan. They do not prevent the plan from running. One line lists the applied
/// change sets that are not in the changelog, and one line lists those that were merged late. With
/// one line for each change set, the logs of two repositories that share a database would be full
/// of warnings. Each definition loss (a part of a column's definition that a statement drops) and
/// each warning about the changelog has its own line, up to a limit.
public final class PlanWarnings {
  private static final int NAMED = 5;
  private static final int MOST = 20;

  private PlanWarnings() {}

  public static List<String> of(Plan plan) {
    List<String> warnings = new ArrayList<>(plan.notices());
    List<String> unknown = plan.unknown().stream().map(row -> row.changeSet().toString()).toList();
    if (!unknown.isEmpty()) {
      warnings.add(
          "%s applied but not in this changelog (the commit may be old, or another repository may share the database): %s"
              .formatted(subject(unknown), named(unknown)));
    }
    List<String> late =
        plan.outOfOrder().stream()
            .map(changeSet -> changeSet.identity() + " at " + changeSet.location())
            .toList();
    if (!late.isEmpty()) {
      warnings.add(
          "%s pending although later ones are applied (a late merge), and will run: %s"
              .formatted(subject(late), named(late)));
    }
    addFirst(
        warnings,
        plan.definitionLosses().stream().map(PlanWarnings::sentence).toList(),
        "The plan has %d more definition losses; COMMAND=status lists all");
    addFirst(
        warnings,
        plan.warnings().stream().map(PlanWarnings::sentence).toList(),
        "The changelog has %d more warnings; COMMAND=status lists all");
    return warnings;
  }

  private static void addFirst(List<String> warnings, List<String> all, String rest) {
    warnings.addAll(all.subList(0, Math.min(MOST, all.size())));
    if (all.size() > MOST) {
      warnings.add(rest.formatted(all.size() - MOST));
    }
  }

  private static String sentence(DefinitionLoss loss) {
    return "Change set %s at %s %s. In the statement, repeat every part of the definition that the column has to keep"
        .formatted(loss.changeSet(), loss.location(), loss.clause());
  }

  private static String sentence(ChangelogProblem problem) {
    return problem.description() + ". " + problem.action();
  }

  private static String subject(List<String> changeSets) {
    return changeSets.size() == 1 ? "1 change set is" : changeSets.size() + " change sets are";
  }

  private static String named(List<String> changeSets) {
    String named = String.join(", ", changeSets.subList(0, Math.min(NAMED, changeSets.size())));
    return changeSets.size() > NAMED
        ? named + ", and " + (changeSets.size() - NAMED) + " more"
        : named;
  }
}
