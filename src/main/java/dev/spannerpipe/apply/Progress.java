package dev.spannerpipe.apply;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Marks;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.RequestLimits;
import dev.spannerpipe.plan.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How far the run got: what the history holds, and what this run added. Not thread-safe.
final class Progress {
  private final boolean begins;
  private final List<String> schemaChanges = new ArrayList<>();
  private final String deploymentId;
  private final List<HistoryRow> added = new ArrayList<>();
  private final RequestLimits limits;
  private long lastOrder;
  private @Nullable ChangeSet marked;
  private List<String> marks = List.of();

  /// @param begins whether nothing on record was applied before this run, not even in part
  Progress(List<HistoryRow> history, boolean begins, String deploymentId, RequestLimits limits) {
    this.begins = begins;
    this.deploymentId = deploymentId;
    this.limits = limits;
    this.lastOrder = history.stream().mapToLong(HistoryRow::orderExecuted).max().orElse(0);
  }

  List<HistoryRow> added() {
    return List.copyOf(added);
  }

  /// Hears of schema changes of this run that took effect.
  void executed(List<String> statements) {
    schemaChanges.addAll(statements);
  }

  /// Returns whether an object of this name can only have been created by other means than the
  /// changelog: there was no history before this run, and no schema change of this run mentions it.
  boolean isBuiltElsewhere(String name) {
    Pattern word =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return begins && schemaChanges.stream().noneMatch(statement -> word.matcher(statement).find());
  }

  void recorded(List<HistoryRow> rows) {
    added.addAll(rows);
    rows.forEach(row -> lastOrder = Math.max(lastOrder, row.orderExecuted()));
  }

  /// Returns what a cursor keeps of the first so many steps. It goes on from what it gave last, so
  /// that a change set of many chunks is not read anew for each.
  List<String> marks(ChangeSet changeSet, int count) {
    int known = changeSet.equals(marked) ? Marks.count(marks) : 0;
    List<String> before = known > 0 && known <= count ? marks : List.of();
    int from = before.isEmpty() ? 0 : known;
    marks = Marks.extended(before, changeSet.steps().subList(from, count), limits.marks());
    marked = changeSet;
    return marks;
  }

  /// Returns what an intent has to remember of these slices.
  List<IntentSlice> intentSlices(List<Slice> slices) {
    List<IntentSlice> intents = new ArrayList<>();
    long order = lastOrder;
    for (Slice slice : slices) {
      order += slice.completes() ? 1 : 0;
      intents.add(
          IntentSlice.of(
              slice, marks(slice.planned().changeSet(), slice.from()), order, deploymentId));
    }
    return intents;
  }

  /// Returns the history row's draft for a change set that would be finished next.
  IntentSlice intentSlice(PlannedChangeSet planned, int from, int to) {
    return intentSlices(List.of(new Slice(planned, from, to))).getFirst();
  }
}
