package dev.spannerpipe.schema;

/// The table in which a table's rows are interleaved.
///
/// @param enforced whether each row needs its parent row: `INTERLEAVE IN PARENT`
/// @param onDelete what becomes of a row if its parent row is deleted
public record Interleaving(Name parent, boolean enforced, DeleteAction onDelete) {
  @Override
  public String toString() {
    return enforced
        ? "IN PARENT %s ON DELETE %s".formatted(parent, onDelete.sql())
        : "IN " + parent;
  }
}
