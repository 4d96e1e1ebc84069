package dev.spannerpipe.schema;

/// A column of a primary key or an index, with its order.
///
/// @param otherNulls whether `NULL` is at the other end than usual in the dialect. PostgreSQL
///   usually has it last in ascending and first in descending order; GoogleSQL has no choice
public record KeyPart(Name column, boolean descending, boolean otherNulls) {
  @Override
  public String toString() {
    return column
        + (descending ? " DESC" : "")
        + (otherNulls ? descending ? " NULLS LAST" : " NULLS FIRST" : "");
  }
}
