package dev.spannerpipe.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Validates addresses of services. Plain `http` is allowed only for addresses on this machine.
/// With plain `http` to another machine, anyone on the network path could read credentials and
/// change schemas.
public final class ServiceAddress {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[(?:::1|(?:0{1,4}:){7}0{0,3}1)]");

  private ServiceAddress() {}

  /// Parses an address. It must have the scheme `https` or `http` and a host, but no user, query or
  /// fragment. Returns empty for any other text.
  public static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text)).filter(ServiceAddress::isPlain);
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(URI uri) {
    boolean web =
        "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
    return web
        && uri.getHost() != null
        && uri.getPort() <= 65_535
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  /// Returns whether nobody on the network path can read requests to this address. This is so if
  /// the address has the scheme `https`, or if its host is this machine.
  ///
  /// @param stepHost the name or address of the machine that runs the pipeline step, if the
  ///   platform provides it
  public static boolean isSafe(URI uri, Optional<String> stepHost) {
    return "https".equalsIgnoreCase(uri.getScheme()) || isThisMachine(uri.getHost(), stepHost);
  }

  /// Returns whether a host is this machine: a loopback address, `host.docker.internal`, or the
  /// machine that runs the pipeline step.
  public static boolean isThisMachine(String host, Optional<String> stepHost) {
    return isLoopback(host)
        || host.equalsIgnoreCase("host.docker.internal")
        || stepHost.filter(host::equalsIgnoreCase).isPresent();
  }

  /// Returns whether the host of the address is `localhost` or a loopback address.
  public static boolean isLoopback(URI uri) {
    return uri.getHost() != null && isLoopback(uri.getHost());
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
