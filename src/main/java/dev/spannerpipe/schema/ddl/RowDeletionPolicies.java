package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.RowDeletionPolicy;
import dev.spannerpipe.sql.Dialect;

/// Parses the policies by which tables delete old rows.
public final class RowDeletionPolicies {
  private RowDeletionPolicies() {}

  /// Returns the policy of this text, which is what [RowDeletionPolicy#text] returns.
  public static RowDeletionPolicy parse(Dialect dialect, String text) {
    return RowDeletionParser.policy(TokenReader.of(dialect, text));
  }
}
