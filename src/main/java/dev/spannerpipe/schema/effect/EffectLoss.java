package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.ObjectName;

/// Data that an effect loses. The gate of `apply` finds the same from the text of the statements,
/// before anything runs.
///
/// @param object what loses data
public record EffectLoss(Kind kind, ObjectName object) {
  /// How data is lost; the names are those of `plan.DataLoss`. Two of its kinds are not here: a
  /// schema does not show the deletion of rows, and has no database to drop.
  public enum Kind {
    /// A table is dropped, with its rows.
    DROP_TABLE,
    /// A named schema is dropped.
    DROP_SCHEMA,
    /// A sequence is dropped, with its current count.
    DROP_SEQUENCE,
    /// A change stream is dropped, with the records that nobody has read yet.
    DROP_CHANGE_STREAM,
    /// An object is dropped, and it is not known that this kind of object holds no data.
    DROP_OTHER,
    /// A column is dropped, with its values.
    DROP_COLUMN,
    /// A column's type becomes narrower.
    ALTER_TYPE,
    /// An object is altered, and it is not known that this keeps all data.
    ALTER_OTHER,
    /// Rows expire from now on, or earlier than before.
    EXPIRE_ROWS,
    /// Earlier versions of the data, or the records of a change stream, are kept for a shorter
    /// time.
    SHORTEN_RETENTION
  }
}
