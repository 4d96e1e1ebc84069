package dev.spannerpipe.plan;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Before anything runs, finds transactions that the changelog itself begins and that are too large
/// to be sent as a unit. The pipe never cuts them into smaller ones, because the author relies on
/// all or nothing.
final class TransactionSize {
  /// The maximum that fits into one request and into one row of the tables for the pipe's own
  /// state.
  private static final int MOST_CHARACTERS = RequestLimits.SPANNER.characters();

  /// The maximum number of statements that can be executed well within 60 s. After this time, the
  /// lease (the run's lock on the database) expires unless the run renews it.
  private static final int MOST_STATEMENTS = 2_000;

  private TransactionSize() {}

  /// Returns a problem for each transaction that is too large and still has to be executed.
  static List<ChangelogProblem> problems(PlannedChangeSet planned) {
    Map<Integer, List<Step>> transactions = new LinkedHashMap<>();
    for (Step step : planned.rest()) {
      if (step.transaction() > 0) {
        transactions.computeIfAbsent(step.transaction(), _ -> new ArrayList<>()).add(step);
      }
    }
    List<ChangelogProblem> problems = new ArrayList<>();
    for (List<Step> steps : transactions.values()) {
      int characters = steps.stream().mapToInt(step -> step.text().length()).sum();
      if (characters > MOST_CHARACTERS || steps.size() > MOST_STATEMENTS) {
        problems.add(problem(planned, steps, characters));
      }
    }
    return problems;
  }

  private static ChangelogProblem problem(
      PlannedChangeSet planned, List<Step> steps, int characters) {
    return ChangelogProblem.of(
        steps.getFirst().location(),
        new ConfigurationFailure(
            String.format(
                Locale.ROOT,
                "Could not plan change set %s: its transaction at %s has %,d statements with %,d"
                    + " characters, and the pipe accepts %,d statements and %,d characters",
                planned.changeSet().identity(),
                steps.getFirst().location(),
                steps.size(),
                characters,
                MOST_STATEMENTS,
                MOST_CHARACTERS),
            "Split it into several transactions, or remove BEGIN: then the pipe commits"
                + " the statements in as few transactions as Spanner allows"));
  }
}
