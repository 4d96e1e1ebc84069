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

/// How far the run got: what the history has, and what this run added. Not thread-safe.
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

  /// Adds schema changes of this run that took effect.
  void executed(List<String> statements) {
    schemaChanges.addAll(statements);
  }

  /// Returns whether an object of this name can only have been created without the changelog. That
  /// is so if there was no history before this run and no schema change of this run mentions the
  /// name.
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

  /// Returns the cursor lines of the first steps of a change set. It extends its last result, so
  /// that a change set of many chunks is not read from the start for each chunk.
  List<String> marks(ChangeSet changeSet, int count) {
    int known = changeSet.equals(marked) ? Marks.count(marks) : 0;
    List<String> before = known > 0 && known <= count ? marks : List.of();
    int from = before.isEmpty() ? 0 : known;
    marks = Marks.extended(before, changeSet.steps().subList(from, count), limits.marks());
    marked = changeSet;
    return marks;
  }

  /// Returns the parts of an intent that belong to these slices.
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

  /// Returns the part of an intent that belongs to these steps, with the order number of the next
  /// history row.
  IntentSlice intentSlice(PlannedChangeSet planned, int from, int to) {
    return intentSlices(List.of(new Slice(planned, from, to))).getFirst();
  }
}
