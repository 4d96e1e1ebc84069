package dev.spannerpipe.credentials.google;

/// Provides bearer tokens to the Spanner client. Thread-safe.
public interface GoogleAccess {
  /// Returns a token that is still valid for some time. If the current token is about to expire,
  /// this is a new one.
  ///
  /// Throws an `AccessFailure` if no first token can be obtained, and an `UnfinishedFailure` if an
  /// expired token cannot be replaced.
  AccessToken token();
}
