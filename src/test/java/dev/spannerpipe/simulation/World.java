package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.Lease.DatabaseIdentity;
import dev.spannerpipe.plan.RequestLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the runs of one schedule have in common: the database, the time, and the one that watches.
final class World {
  final Timeline timeline = new Timeline();
  final Scheduler scheduler;
  private final @Nullable Witness witness;
  final ModelSpanner spanner;
  private final RequestLimits limits;
  private final boolean tracing;
  private final List<String> trace = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private Instant createdAt = Instant.parse("2026-01-01T00:00:00Z");
  private long backupAt = -1;
  private long moments;
  private int runs;
  private @Nullable Backup backup;

  /// A copy of the database, and of what the witness knew of it.
  record Backup(ModelRows rows, ToyTables tables, Memory memory) {}

  World(
      SplittableRandom random,
      ModelSpanner.Manner manner,
      ModelSpanner.Pace pace,
      ModelSpanner.Doubts doubts,
      Story story,
      boolean tracing) {
    this.limits = manner.limits();
    this.scheduler = new Scheduler(timeline, random.split());
    Witness watching = new Witness(story, this);
    this.witness = watching;
    this.spanner = new ModelSpanner(timeline, manner, pace, doubts, watching);
    this.tracing = tracing;
  }

  /// A world in which somebody else watches.
  World(
      SplittableRandom random,
      ModelSpanner.Manner manner,
      ModelSpanner.Pace pace,
      ModelSpanner.Doubts doubts,
      ModelSpanner.Observer observer) {
    this.limits = manner.limits();
    this.scheduler = new Scheduler(timeline, random.split());
    this.witness = null;
    this.spanner = new ModelSpanner(timeline, manner, pace, doubts, observer);
    this.tracing = false;
  }

  Witness witness() {
    return Objects.requireNonNull(witness);
  }

  RequestLimits limits() {
    return limits;
  }

  DatabaseIdentity identity() {
    return new DatabaseIdentity("projects/p/instances/i/databases/d", createdAt);
  }

  /// Returns the name of one run more.
  String newRun(String prefix) {
    return prefix + ++runs;
  }

  int runs() {
    return runs;
  }

  /// Plans a backup after so many calls.
  void backUpAt(long calls) {
    backupAt = calls;
  }

  /// Time for a backup, perhaps.
  void moment() {
    if (moments++ == backupAt) {
      backup = new Backup(spanner.rows().copy(), spanner.tables().copy(), witness().memory());
    }
  }

  /// Puts a new database with the backup's content in the place of this one. Returns false where
  /// there is no backup.
  boolean restore() {
    Backup copy = backup;
    if (copy == null) {
      return false;
    }
    timeline.clear();
    spanner.restore(copy.rows(), copy.tables());
    witness().remember(copy.memory());
    createdAt = createdAt.plusSeconds(1_000);
    return true;
  }

  void trace(String run, String what) {
    if (tracing) {
      trace.add("%12.3f %-4s %s".formatted(timeline.nanos() / 1e9, run, what));
    }
  }

  List<String> trace() {
    return trace;
  }

  void happened(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  Map<String, Integer> counts() {
    return counts;
  }
}
