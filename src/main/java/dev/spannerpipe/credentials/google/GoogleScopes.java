package dev.spannerpipe.credentials.google;

import java.util.List;

/// The scopes of a run's Google tokens. Spanner has no read-only scope, so the roles of the
/// identity decide what a run may change.
public enum GoogleScopes {
  /// Queries and data changes, for the command `history`, which reads no schema operations.
  DATA("https://www.googleapis.com/auth/spanner.data"),
  /// Data, the schema and schema operations, for every command that makes a plan.
  DATA_AND_SCHEMA(
      "https://www.googleapis.com/auth/spanner.data https://www.googleapis.com/auth/spanner.admin");

  private final String joined;

  GoogleScopes(String joined) {
    this.joined = joined;
  }

  /// Returns the scopes, which are URLs.
  public List<String> urls() {
    return List.of(joined.split(" ", -1));
  }
}
