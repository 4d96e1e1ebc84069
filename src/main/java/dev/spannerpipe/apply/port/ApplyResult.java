package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import java.util.List;

/// The result of a run of `apply`.
///
/// @param plan the plan that it executed
/// @param applied the history rows that it wrote, in order
public record ApplyResult(Plan plan, List<HistoryRow> applied) {
  /// Copies the list.
  public ApplyResult {
    applied = List.copyOf(applied);
  }
}
