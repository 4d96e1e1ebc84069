package dev.spannerpipe.retry;

import java.net.URI;

/// A remote service, as log lines name it.
///
/// @param service its name, as in "Waiting for … at …"
/// @param address where it is called
public record Remote(String service, String address) {
  /// Returns the service at the server of this address. Path and query are left out, because they
  /// may hold data that does not belong in a log.
  public static Remote at(String service, URI address) {
    return new Remote(service, address.getScheme() + "://" + address.getRawAuthority());
  }

  @Override
  public String toString() {
    return service + " at " + address;
  }
}
