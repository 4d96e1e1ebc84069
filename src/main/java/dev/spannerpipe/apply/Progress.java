package dev.spannerpipe.apply;

import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Slice;
import java.util.ArrayList;
import java.util.List;

/// How far the run got: what the history holds, and what this run added. Not thread-safe.
final class Progress {
  private final String deploymentId;
  private final List<HistoryRow> added = new ArrayList<>();
  private long lastOrder;

  Progress(List<HistoryRow> history, String deploymentId) {
    this.deploymentId = deploymentId;
    this.lastOrder = history.stream().mapToLong(HistoryRow::orderExecuted).max().orElse(0);
  }

  List<HistoryRow> added() {
    return List.copyOf(added);
  }

  void recorded(List<HistoryRow> rows) {
    added.addAll(rows);
    rows.forEach(row -> lastOrder = Math.max(lastOrder, row.orderExecuted()));
  }

  /// Returns what an intent has to remember of these slices.
  List<IntentSlice> remember(List<Slice> slices) {
    List<IntentSlice> remembered = new ArrayList<>();
    long order = lastOrder;
    for (Slice slice : slices) {
      order += slice.completes() ? 1 : 0;
      remembered.add(Remembered.slice(slice, order, deploymentId));
    }
    return remembered;
  }

  /// Returns the history row's draft for a change set that would be finished next.
  IntentSlice remember(PlannedChangeSet planned, int from, int to) {
    return remember(List.of(new Slice(planned, from, to))).getFirst();
  }
}
