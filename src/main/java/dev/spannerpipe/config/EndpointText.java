package dev.spannerpipe.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Addresses of services. Plain `http` is for this machine only: elsewhere it would let anybody on
/// the way read credentials and change schemas.
final class EndpointText {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[(?:::1|(?:0{1,4}:){7}0{0,3}1)]");
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])");

  /// By name, by IPv4 and by IPv6; see [the metadata server's
  /// addresses](https://cloud.google.com/compute/docs/metadata/querying-metadata).
  private static final Pattern METADATA =
      Pattern.compile(
          "metadata|metadata\\.google\\.internal|169\\.254\\.169\\.254|\\[fd20:ce::254]");

  private EndpointText() {}

  static URI parse(String text, Surroundings surroundings) throws InvalidValueException {
    URI uri = uri(text);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("http") && !isThisMachine(uri.getHost(), surroundings)) {
      throw new InvalidValueException(
          "uses http to another machine",
          "Use https; http is only for a loopback address or the step's own host");
    }
    return uri;
  }

  /// Tells whether the address never leaves this machine.
  static boolean isLoopback(URI uri) {
    return uri.getHost() != null && isLoopback(uri.getHost());
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  static String parseHost(String text) throws InvalidValueException {
    String address = text.replaceFirst("^http://", "").replaceFirst("/$", "");
    if (isHostAndPort(address)) {
      return address;
    }
    throw new InvalidValueException("is not a host and port", "Write it as in localhost:9010");
  }

  /// It speaks plain HTTP only: Google's own never leaves the machine either.
  static String parseMetadataHost(String text, Surroundings surroundings)
      throws InvalidValueException {
    if (!HOST.matcher(text).matches() && !isHostAndPort(text)) {
      throw new InvalidValueException(
          "is not a host, with or without a port", "Write it as in metadata.google.internal");
    }
    String host = text.replaceFirst(":[0-9]+$", "");
    if (!METADATA.matcher(host).matches() && !isThisMachine(host, surroundings)) {
      throw new InvalidValueException(
          "is another machine, which would be asked over plain http",
          "Use metadata.google.internal, a loopback address or the step's own host");
    }
    return text;
  }

  private static boolean isHostAndPort(String text) {
    int colon = text.lastIndexOf(':');
    return colon > 0
        && HOST.matcher(text.substring(0, colon)).matches()
        && isPort(text.substring(colon + 1));
  }

  private static URI uri(String text) throws InvalidValueException {
    try {
      URI uri = new URI(text);
      if (isPlainAddress(uri)) {
        return uri;
      }
    } catch (URISyntaxException notOne) {
      // Reported below.
    }
    throw new InvalidValueException(
        "is not an https URL", "Write it as in https://service.example.com, without user or query");
  }

  private static boolean isPlainAddress(URI uri) {
    boolean web =
        "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
    return web
        && uri.getHost() != null
        && uri.getPort() <= 65_535
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  private static boolean isThisMachine(String host, Surroundings surroundings) {
    return isLoopback(host)
        || host.equalsIgnoreCase("host.docker.internal")
        || surroundings.stepHost().filter(host::equalsIgnoreCase).isPresent();
  }

  private static boolean isPort(String digits) {
    return digits.matches("[0-9]{1,5}")
        && Integer.parseInt(digits) > 0
        && Integer.parseInt(digits) <= 65_535;
  }
}
