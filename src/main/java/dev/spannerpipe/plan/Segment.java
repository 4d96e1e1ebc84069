package dev.spannerpipe.plan;

import java.util.List;

/// What is executed as one: a batch of schema changes, a transaction, or one statement that stands
/// alone.
public record Segment(Kind kind, List<Slice> slices) {
  /// How it is executed.
  public enum Kind {
    /// One `UpdateDatabaseDdl` with the statements of all its slices.
    SCHEMA,
    /// One read-write transaction with the data changes of its one slice.
    DATA,
    /// One partitioned update.
    PARTITIONED,
    /// One query, whose result nobody reads.
    QUERY,
    /// One step whose schema changes are made from the live schema.
    LIVE,
    /// Nothing but history rows.
    HISTORY
  }

  /// Copies the list.
  public Segment {
    slices = List.copyOf(slices);
  }

  /// Returns the steps of all slices in order.
  public List<Step> steps() {
    return slices.stream().flatMap(slice -> slice.steps().stream()).toList();
  }
}
