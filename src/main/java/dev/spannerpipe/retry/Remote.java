package dev.spannerpipe.retry;

import java.net.URI;

/// The name and address of a remote service, for log lines such as "Waiting for Spanner at …".
///
/// @param service the name of the service
/// @param address the address to which requests are sent
public record Remote(String service, String address) {
  /// Creates a value from a URI. Leaves out the path and the query of the URI, because they may
  /// contain data that does not belong in a log.
  public static Remote at(String service, URI address) {
    return new Remote(service, address.getScheme() + "://" + address.getRawAuthority());
  }

  @Override
  public String toString() {
    return service + " at " + address;
  }
}
