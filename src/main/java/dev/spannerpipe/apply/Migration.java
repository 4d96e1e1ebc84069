package dev.spannerpipe.apply;

import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.plan.Batcher;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Segment;
import dev.spannerpipe.plan.Slice;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.retry.Deadline;
import java.util.List;

/// Executes a plan while the run holds the lease (the right to change the database). Executes the
/// plan in segments, which are groups of steps that can be executed together.
final class Migration {
  private final Batcher batcher;
  private final LiveDatabase database;
  private final LivePreconditions conditions;
  private final SchemaExecution schema;
  private final DataExecution data;
  private final PartitionedExecution partitioned;
  private final GateKeeper gate;
  private final LeaseKeeper lease;
  private final Progress progress;
  private final Deadline deadline;

  Migration(
      Batcher batcher,
      LiveDatabase database,
      LivePreconditions conditions,
      SchemaExecution schema,
      DataExecution data,
      PartitionedExecution partitioned,
      GateKeeper gate,
      LeaseKeeper lease,
      Progress progress,
      Deadline deadline) {
    this.batcher = batcher;
    this.database = database;
    this.conditions = conditions;
    this.schema = schema;
    this.data = data;
    this.partitioned = partitioned;
    this.gate = gate;
    this.lease = lease;
    this.progress = progress;
    this.deadline = deadline;
  }

  /// Executes the whole plan. A change set that fails is skipped, if the changelog tolerates its
  /// failure (`failOnError: false`).
  void run(Plan plan) {
    List<PlannedChangeSet> rest = conditions.checkFirst(plan.pending());
    while (!rest.isEmpty()) {
      refuseOverTime(rest);
      lease.renewIfDue();
      Segment segment = batcher.first(rest);
      boolean succeeded = execute(segment);
      rest =
          conditions.checkFirst(
              succeeded
                  ? batcher.after(rest, segment)
                  : rest.subList(segment.slices().size(), rest.size()));
    }
  }

  private void refuseOverTime(List<PlannedChangeSet> rest) {
    if (deadline.isOver()) {
      throw new UnfinishedFailure(
          "Could not apply everything: TIMEOUT has expired; change sets applied by this run: %d, left: %d"
              .formatted(progress.added().size(), rest.size()),
          "Run again: the next run continues after what is applied");
    }
  }

  private boolean execute(Segment segment) {
    return switch (segment.kind()) {
      case SCHEMA -> schema.run(segment);
      case LIVE -> live(segment);
      case PARTITIONED -> partitioned.run(segment);
      case QUERY -> query(segment);
      case DATA, HISTORY -> data.run(segment);
    };
  }

  private boolean live(Segment segment) {
    Slice slice = segment.slices().getFirst();
    Step.Live step = (Step.Live) segment.steps().getFirst();
    List<String> statements = step.resolver().resolve(database);
    gate.check(slice.planned().changeSet(), step, statements);
    // If there are no statements to execute, the cursor (how far the change set got) or the history
    // row must still be written.
    return statements.isEmpty() ? data.run(segment) : schema.runLive(slice, step, statements);
  }

  private boolean query(Segment segment) {
    return data.query(segment, database) && data.run(segment);
  }
}
