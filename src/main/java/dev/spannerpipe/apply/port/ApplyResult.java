package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Plan;
import java.util.List;

/// What a run of `apply` did.
///
/// @param plan what it was about
/// @param applied the history rows that it wrote, in order
public record ApplyResult(Plan plan, List<HistoryRow> applied) {
  /// Copies the list.
  public ApplyResult {
    applied = List.copyOf(applied);
  }
}
