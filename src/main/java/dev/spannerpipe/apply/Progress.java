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

/// How far the run got: what the history contained before the run, and what the run has applied
/// since then. Not thread-safe.
final class Progress {
  private final boolean begins;
  private final List<String> schemaChanges = new ArrayList<>();
  private final String deploymentId;
  private final List<HistoryRow> added = new ArrayList<>();
  private final RequestLimits limits;
  private long lastOrder;
  private @Nullable ChangeSet marked;
  private List<String> marks = List.of();

  /// @param begins whether this run is the first one in the database: the history is empty, and no
  ///   change set is half-finished
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

  /// Returns whether an existing object with this name must have been created without the
  /// changelog. This is the case if there was no history before this run, and if no schema
  /// statement that this run executed mentions the name.
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

  /// Returns the lines of the cursor (which stores how far a change set got) for the first `count`
  /// steps of a change set. A later call for the same change set extends the previous result
  /// instead of computing the lines of all steps again.
  List<String> marks(ChangeSet changeSet, int count) {
    int known = changeSet.equals(marked) ? Marks.count(marks) : 0;
    List<String> before = known > 0 && known <= count ? marks : List.of();
    int from = before.isEmpty() ? 0 : known;
    marks = Marks.extended(before, changeSet.steps().subList(from, count), limits.marks());
    marked = changeSet;
    return marks;
  }

  /// Returns the part of an intent for each of these slices. An intent is the row that announces
  /// statements before the run sends them. A slice is a range of steps of one change set.
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

  /// Returns the part of an intent for a range of steps of a change set. If the range completes the
  /// change set, the part contains the draft of the next history row.
  ///
  /// @param from the index of the first of these steps, counted from 0
  /// @param to the index after the last of these steps
  IntentSlice intentSlice(PlannedChangeSet planned, int from, int to) {
    return intentSlices(List.of(new Slice(planned, from, to))).getFirst();
  }
}
