package dev.spannerpipe.apply;

import dev.spannerpipe.plan.HistoryRow;
import java.util.List;

/// The standing together with the whole history, read at one moment.
///
/// @param history the rows of `DATABASECHANGELOG` in the order of their execution
public record View(Standing standing, List<HistoryRow> history) {
  /// Copies the list.
  public View {
    history = List.copyOf(history);
  }
}
