package dev.spannerpipe.testing.bitbucket;

/// The two ways to Bitbucket's API.
public enum Side {
  /// The pipeline's own proxy, which adds the authorization.
  PROXY,
  /// The API itself, with a token.
  API
}
