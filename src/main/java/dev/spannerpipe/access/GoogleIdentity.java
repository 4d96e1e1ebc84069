package dev.spannerpipe.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The identity that a run uses for Google Cloud, and the limits of its tokens.
///
/// @param identity the e-mail address of an account, or a principal
/// @param attached whether it is the identity of the runtime
/// @param scopes the scopes of its tokens
/// @param longest the maximum lifetime of its tokens
/// @param databaseRole the role for data statements
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
