package dev.spannerpipe.credentials.google;

import java.util.List;

/// The scopes of a run's Google tokens. Spanner has no read-only scope, so the IAM roles of the
/// identity decide what a run may change, not the scopes.
public enum GoogleScopes {
  /// Queries and data changes. The command `history` needs only this scope.
  DATA("https://www.googleapis.com/auth/spanner.data"),
  /// Queries, data changes, and reading and changing the schema. All commands except `history` use
  /// these scopes.
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
