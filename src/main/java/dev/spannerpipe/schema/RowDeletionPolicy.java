package dev.spannerpipe.schema;

import dev.spannerpipe.sql.SqlFragment;
import java.util.OptionalLong;

/// The policy by which a table deletes old rows.
///
/// @param column the column that determines the age; empty if the policy is not of the known form
/// @param days the age at which a row is deleted; empty if the policy is not of the known form
public record RowDeletionPolicy(SqlFragment text, Name column, OptionalLong days) {
  @Override
  public String toString() {
    return text.text();
  }
}
