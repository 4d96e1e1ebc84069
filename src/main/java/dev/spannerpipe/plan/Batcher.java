package dev.spannerpipe.plan;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;

/// Cuts the pending change sets into segments, which are executed one after another. Schema changes
/// form as few schema operations as Spanner's rules allow, and all other kinds of statements have
/// segments of their own. The result depends only on the arguments. During a run, [#first] is
/// called again after each segment, because a precondition may have skipped change sets.
public final class Batcher {
  private final Dialect dialect;
  private final RequestLimits limits;

  /// Creates a batcher for this dialect, with Spanner's limits.
  public Batcher(Dialect dialect) {
    this(dialect, RequestLimits.SPANNER);
  }

  /// Creates a batcher for this dialect, with these limits.
  public Batcher(Dialect dialect, RequestLimits limits) {
    this.dialect = dialect;
    this.limits = limits;
  }

  /// Returns all segments of the pending change sets, as if no precondition skipped any of them.
  public List<Segment> all(List<PlannedChangeSet> pending) {
    List<Segment> segments = new ArrayList<>();
    List<PlannedChangeSet> rest = pending;
    while (!rest.isEmpty()) {
      Segment segment = first(rest);
      segments.add(segment);
      rest = after(rest, segment);
    }
    return List.copyOf(segments);
  }

  /// Returns the first segment of the pending change sets. There must be at least one change set.
  public Segment first(List<PlannedChangeSet> pending) {
    PlannedChangeSet head = pending.getFirst();
    return head.rest().isEmpty() ? batch(pending) : segment(pending, head);
  }

  private Segment segment(List<PlannedChangeSet> pending, PlannedChangeSet head) {
    return switch (head.rest().getFirst()) {
      case Step.Live _ -> single(Segment.Kind.LIVE, head);
      case Step.Sql sql ->
          switch (sql.kind()) {
            case DDL -> batch(pending);
            case DML ->
                new Segment(
                    Segment.Kind.DATA, List.of(new Slice(head, head.firstStep(), endOfData(head))));
            case PARTITIONED_DML -> single(Segment.Kind.PARTITIONED, head);
            case QUERY -> single(Segment.Kind.QUERY, head);
          };
    };
  }

  /// Returns the change sets that are still pending after [#first] returned this segment and the
  /// segment was executed. If the segment ends within a change set, that change set continues at
  /// its next step.
  public List<PlannedChangeSet> after(List<PlannedChangeSet> pending, Segment segment) {
    Slice last = segment.slices().getLast();
    int done = segment.slices().size();
    if (last.completes()) {
      return pending.subList(done, pending.size());
    }
    List<PlannedChangeSet> rest = new ArrayList<>(pending.subList(done - 1, pending.size()));
    rest.set(0, last.planned().from(last.to()));
    return rest;
  }

  private static Segment single(Segment.Kind kind, PlannedChangeSet head) {
    return new Segment(kind, List.of(new Slice(head, head.firstStep(), head.firstStep() + 1)));
  }

  /// Returns the index after the last step of the next chunk. A chunk consists of data changes that
  /// are committed together. A transaction that the changelog itself begins is one chunk. If the
  /// failure of the change set is tolerated, each statement is a chunk, so that the statements
  /// before a failed one stay committed. Otherwise, a chunk has as many statements as the limits
  /// allow.
  private int endOfData(PlannedChangeSet head) {
    List<Step> steps = head.steps();
    int transaction = steps.get(head.firstStep()).transaction();
    if (transaction > 0) {
      return endOfTransaction(steps, head.firstStep(), transaction);
    }
    int end = head.firstStep() + 1;
    int characters = steps.get(head.firstStep()).text().length();
    while (head.changeSet().failOnError()
        && end < steps.size()
        && end - head.firstStep() < limits.statements()
        && steps.get(end).kind() == StatementKind.DML
        && steps.get(end).transaction() == 0
        && characters + steps.get(end).text().length() <= limits.characters()) {
      characters += steps.get(end).text().length();
      end++;
    }
    return end;
  }

  private static int endOfTransaction(List<Step> steps, int from, int transaction) {
    int end = from;
    while (end < steps.size() && steps.get(end).transaction() == transaction) {
      end++;
    }
    return end;
  }

  private Segment batch(List<PlannedChangeSet> pending) {
    BatchBuilder builder = new BatchBuilder(dialect, limits);
    for (PlannedChangeSet next : pending) {
      if (!builder.add(next)) {
        break;
      }
    }
    return builder.build();
  }
}
