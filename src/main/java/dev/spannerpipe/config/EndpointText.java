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

  private EndpointText() {}

  static URI parse(String text, Surroundings surroundings) throws InvalidValueException {
    URI uri = uri(text);
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (scheme.equals("http") && !isThisMachine(uri, surroundings)) {
      throw new InvalidValueException(
          "uses http to another machine",
          "Use https; http is only for a loopback address or the step's own host");
    }
    return uri;
  }

  /// Tells whether the address never leaves this machine.
  static boolean isLoopback(URI uri) {
    return uri.getHost() != null
        && LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  static String parseHost(String text) throws InvalidValueException {
    String address = text.replaceFirst("^http://", "").replaceFirst("/$", "");
    int colon = address.lastIndexOf(':');
    if (colon > 0
        && HOST.matcher(address.substring(0, colon)).matches()
        && isPort(address.substring(colon + 1))) {
      return address;
    }
    throw new InvalidValueException("is not a host and port", "Write it as in localhost:9010");
  }

  /// It is asked over plain HTTP, and is told no secret.
  static String parseMetadataHost(String text) throws InvalidValueException {
    if (HOST.matcher(text).matches()) {
      return text;
    }
    int colon = text.lastIndexOf(':');
    if (colon > 0
        && HOST.matcher(text.substring(0, colon)).matches()
        && isPort(text.substring(colon + 1))) {
      return text;
    }
    throw new InvalidValueException(
        "is not a host, with or without a port", "Write it as in metadata.google.internal");
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

  private static boolean isThisMachine(URI uri, Surroundings surroundings) {
    return isLoopback(uri)
        || uri.getHost().equalsIgnoreCase("host.docker.internal")
        || surroundings.stepHost().filter(uri.getHost()::equalsIgnoreCase).isPresent();
  }

  private static boolean isPort(String digits) {
    return digits.matches("[0-9]{1,5}")
        && Integer.parseInt(digits) > 0
        && Integer.parseInt(digits) <= 65_535;
  }
}
