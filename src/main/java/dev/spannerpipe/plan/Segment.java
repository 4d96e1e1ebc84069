package dev.spannerpipe.plan;

import java.util.List;
import java.util.Optional;

/// A part of a plan that is executed as a unit: a batch of schema changes, a transaction, a single
/// statement, or only history rows.
public record Segment(Kind kind, List<Slice> slices) {
  /// How a segment is executed.
  public enum Kind {
    /// One `UpdateDatabaseDdl` with the statements of all slices.
    SCHEMA,
    /// One read-write transaction with the data changes of the only slice.
    DATA,
    /// One partitioned update.
    PARTITIONED,
    /// One query, whose result is ignored.
    QUERY,
    /// One step whose DDL statements are generated from the live schema.
    LIVE,
    /// Only history rows, because the change sets have no steps to execute.
    HISTORY
  }

  /// Copies the list.
  public Segment {
    slices = List.copyOf(slices);
  }

  /// Returns whether the segment is a transaction that the changelog itself begins. The pipe never
  /// cuts such a transaction into smaller ones.
  public boolean isOneTransaction() {
    return slices.getFirst().steps().stream().anyMatch(step -> step.transaction() > 0);
  }

  /// Returns the proto descriptors to send with the schema operation of this segment.
  public Optional<ProtoDescriptors> protoDescriptors() {
    return steps().stream().flatMap(step -> step.protoDescriptors().stream()).findFirst();
  }

  /// Returns the steps of all slices in order.
  public List<Step> steps() {
    return slices.stream().flatMap(slice -> slice.steps().stream()).toList();
  }
}
