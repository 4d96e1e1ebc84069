package dev.spannerpipe.credentials.google;

import java.util.List;

/// What a run's Google tokens may be used for. Spanner has no scope that only reads: what may be
/// changed is a matter of the account's roles.
public enum GoogleScopes {
  /// Queries and data changes, for `history`, which looks at no schema operation.
  DATA("https://www.googleapis.com/auth/spanner.data"),
  /// Data, the schema and schema operations, for every command that plans.
  DATA_AND_SCHEMA(
      "https://www.googleapis.com/auth/spanner.data https://www.googleapis.com/auth/spanner.admin");

  private final String joined;

  GoogleScopes(String joined) {
    this.joined = joined;
  }

  /// Returns the scopes' names, as Google writes them.
  public List<String> urls() {
    return List.of(joined.split(" ", -1));
  }
}
