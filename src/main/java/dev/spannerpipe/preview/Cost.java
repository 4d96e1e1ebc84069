package dev.spannerpipe.preview;

import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import java.util.List;
import java.util.OptionalLong;

/// What the plan costs Spanner.
///
/// @param operations the number of schema operations that `apply` will submit
/// @param statements the number of statements in them, which is the number of schema operations if
///   each statement were submitted alone
/// @param schemaVersions an upper bound of the number of schema versions that Spanner creates
/// @param work the validations and backfills of existing rows, in the order of the change sets
public record Cost(long operations, long statements, long schemaVersions, List<RowWork> work) {
  /// Copies the list.
  public Cost {
    work = List.copyOf(work);
  }

  /// What Spanner does with the existing rows of a table.
  public enum Kind {
    /// Spanner reads all rows, and may reject the change.
    VALIDATION,
    /// Spanner reads all rows, and writes something for each of them.
    BACKFILL
  }

  /// Work on the existing rows of a table.
  ///
  /// @param object what is validated or backfilled
  /// @param table the table whose rows are read
  /// @param bytes the size of the table; empty if it is not known
  public record RowWork(
      Kind kind, ObjectName object, Name table, OptionalLong bytes, ChangeSetId changeSet) {}

  /// Returns how much work of a kind there is.
  public long count(Kind kind) {
    return work.stream().filter(each -> each.kind() == kind).count();
  }
}
