package dev.spannerpipe.apply.port;

import dev.spannerpipe.plan.HistoryRow;
import java.util.List;

/// The content of the book-keeping tables (the pipe's own tables) and the whole history, read at
/// one moment.
///
/// @param history the rows of `DATABASECHANGELOG`, in the order of their execution
public record DatabaseSnapshot(BookkeepingState state, List<HistoryRow> history) {
  /// Copies the list.
  public DatabaseSnapshot {
    history = List.copyOf(history);
  }
}
