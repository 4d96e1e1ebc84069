package dev.spannerpipe.credentials.google;

import java.net.URI;

/// Addresses of services.
final class Addresses {
  private Addresses() {}

  /// Returns the address without a slash at its end.
  static String base(URI endpoint) {
    return endpoint.toString().replaceFirst("/+$", "");
  }
}
