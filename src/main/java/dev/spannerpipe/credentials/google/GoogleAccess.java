package dev.spannerpipe.credentials.google;

/// Where the Spanner client gets its bearer tokens from. Thread-safe.
public interface GoogleAccess {
  /// Returns a token that is good for some time yet, a new one where the last is about to end.
  ///
  /// Throws an `AccessFailure` where there is none to be had, and an `UnfinishedFailure` where the
  /// identity that it comes from has ended.
  AccessToken token();
}
