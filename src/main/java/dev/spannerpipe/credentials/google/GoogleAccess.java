package dev.spannerpipe.credentials.google;

/// Provides bearer tokens to the Spanner client. Thread-safe.
public interface GoogleAccess {
  /// Returns a token that is still valid for some time, and a new one if the last is about to
  /// expire.
  ///
  /// Throws an `AccessFailure` if no token can be obtained, and an `UnfinishedFailure` if the
  /// identity behind it has expired.
  AccessToken token();
}
