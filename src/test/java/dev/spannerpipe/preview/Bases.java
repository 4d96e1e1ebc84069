package dev.spannerpipe.preview;

import dev.spannerpipe.lint.TableSizes;
import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DatabaseName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The states before previews of tests.
public final class Bases {
  private Bases() {}

  /// Returns the state of a database.
  ///
  /// @param bookkeeping the names of the book-keeping tables, in upper case
  public static PreviewBasis live(
      Dialect dialect,
      List<String> definition,
      Set<String> bookkeeping,
      List<HistoryRow> history,
      Optional<LiveDatabase> rows) {
    return new PreviewBasis(
        new Baseline.Live(new DatabaseName("p", "i", "d"), Instant.EPOCH),
        dialect,
        new DatabaseDefinition(definition, Optional.empty()),
        bookkeeping,
        List.of(),
        history,
        Optional.empty(),
        Optional.empty(),
        rows,
        TableSizes.UNKNOWN,
        List.of());
  }
}
