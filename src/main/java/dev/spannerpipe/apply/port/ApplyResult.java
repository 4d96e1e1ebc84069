package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import java.util.List;

/// The result of a run of `apply`.
///
/// @param plan the plan that the run executed; without pending change sets if there was nothing to
///   do
/// @param applied the history rows that the run wrote, in the order of execution
public record ApplyResult(Plan plan, List<HistoryRow> applied) {
  /// Copies the list.
  public ApplyResult {
    applied = List.copyOf(applied);
  }
}
