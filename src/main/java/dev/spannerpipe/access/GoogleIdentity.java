package dev.spannerpipe.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The identity that a run uses for Google Cloud, and the limits of the identity's tokens.
///
/// @param identity the email address of a service account, or the name of a principal
/// @param attached whether the identity is attached to the Google runtime in which the pipe runs
/// @param scopes the OAuth scopes of the identity's tokens
/// @param longest the maximum lifetime of the identity's tokens
/// @param databaseRole the Spanner database role that the run uses for queries and data changes;
///   empty if it uses none
record GoogleIdentity(
    String identity,
    boolean attached,
    List<String> scopes,
    Duration longest,
    Optional<String> databaseRole) {
  GoogleIdentity {
    scopes = List.copyOf(scopes);
  }
}
