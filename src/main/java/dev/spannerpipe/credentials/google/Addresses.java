package dev.spannerpipe.credentials.google;

import java.net.URI;

/// Formats the addresses of services.
final class Addresses {
  private Addresses() {}

  /// Returns the address without trailing slashes.
  static String base(URI endpoint) {
    return endpoint.toString().replaceFirst("/+$", "");
  }
}
