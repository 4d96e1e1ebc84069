package dev.spannerpipe.credentials.google;

/// Provides bearer tokens to the Spanner client. Thread-safe.
public interface GoogleAccess {
  /// Returns a valid token. If the current token is about to expire, requests a new one first.
  ///
  /// Throws an `AccessFailure` if the first token cannot be obtained. Throws an `UnfinishedFailure`
  /// if the current token has expired and cannot be replaced.
  AccessToken token();
}
