package dev.spannerpipe.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Whom a run acts as towards Google, and with what.
///
/// @param identity an account's e-mail address, or a principal
/// @param attached whether it is that of the runtime
/// @param scopes of its tokens
/// @param longest how long a token of it may live
/// @param databaseRole the role for data statements
record GoogleIdentity(
    String identity,
    boolean attached,
    List<String> scopes,
    Duration longest,
    Optional<String> databaseRole) {
  /// Copies the list.
  GoogleIdentity {
    scopes = List.copyOf(scopes);
  }
}
