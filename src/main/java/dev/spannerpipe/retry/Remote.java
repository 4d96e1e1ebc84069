package dev.spannerpipe.retry;

import java.net.URI;

/// A service that is called, as log lines name it.
///
/// @param service its name, as in "Waiting for … at …"
/// @param address where it is called
public record Remote(String service, String address) {
  /// Names a service by the server of this address; path and query may hold too much for a log.
  public static Remote at(String service, URI address) {
    return new Remote(service, address.getScheme() + "://" + address.getRawAuthority());
  }

  @Override
  public String toString() {
    return service + " at " + address;
  }
}
