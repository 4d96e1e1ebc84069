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

/// How far the run got: the history before the run, and what the run has applied since. Not
/// thread-safe.
final class Progress {
  private final boolean begins;
  private final List<String> schemaChanges = new ArrayList<>();
  private final String deploymentId;
  private final List<HistoryRow> added = new ArrayList<>();
  private final RequestLimits limits;
  private long lastOrder;
  private @Nullable ChangeSet marked;
  private List<String> marks = List.of();

  /// @param begins whether this run is the first: no change set on record was applied before, not
  ///   even in part
  Progress(List<HistoryRow> history, boolean begins, String deploymentId, RequestLimits limits) {
    this.begins = begins;
    this.deploymentId = deploymentId;
    this.limits = limits;
    this.lastOrder = history.stream().mapToLong(HistoryRow::orderExecuted).max().orElse(0);
  }

  List<HistoryRow> added() {
    return List.copyOf(added);
  }

  /// Adds schema statements of this run that took effect.
  void executed(List<String> statements) {
    schemaChanges.addAll(statements);
  }

  /// Returns whether an object with this name must have been created without the changelog. That is
  /// so if there was no history before this run, and if no schema statement of this run mentions
  /// the name.
  boolean isBuiltElsewhere(String name) {
    Pattern word =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}_])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    return begins && schemaChanges.stream().noneMatch(statement -> word.matcher(statement).find());
  }

  /// Adds history rows that this run wrote.
  void recorded(List<HistoryRow> rows) {
    added.addAll(rows);
    rows.forEach(row -> lastOrder = Math.max(lastOrder, row.orderExecuted()));
  }

  /// Returns the cursor lines of the first `count` steps of a change set. A later call for the same
  /// change set continues from the previous result, so that it need not begin with the first step.
  List<String> marks(ChangeSet changeSet, int count) {
    int known = changeSet.equals(marked) ? Marks.count(marks) : 0;
    List<String> before = known > 0 && known <= count ? marks : List.of();
    int from = before.isEmpty() ? 0 : known;
    marks = Marks.extended(before, changeSet.steps().subList(from, count), limits.marks());
    marked = changeSet;
    return marks;
  }

  /// Returns the part of an intent for each of these slices.
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

  /// Returns the part of an intent for some steps of a change set, with the order number of the
  /// next history row.
  ///
  /// @param from the index of the first of these steps, counted from 0
  /// @param to the index after the last of these steps
  IntentSlice intentSlice(PlannedChangeSet planned, int from, int to) {
    return intentSlices(List.of(new Slice(planned, from, to))).getFirst();
  }
}
