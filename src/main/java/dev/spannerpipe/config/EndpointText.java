package dev.spannerpipe.config;

import dev.spannerpipe.http.ServiceAddress;
import java.net.URI;
import java.util.regex.Pattern;

/// Parses variables that contain a host or the URL of a service. The rules for URLs are in
/// [ServiceAddress].
final class EndpointText {
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])");

  /// The names, the IPv4 address and the IPv6 address of Google's metadata server; see [the
  /// metadata server's
  /// addresses](https://cloud.google.com/compute/docs/metadata/querying-metadata).
  private static final Pattern METADATA =
      Pattern.compile(
          "metadata|metadata\\.google\\.internal|169\\.254\\.169\\.254|\\[fd20:ce::254]");

  private EndpointText() {}

  static URI parse(String text, RunEnvironment surroundings) throws InvalidValueException {
    URI uri =
        ServiceAddress.parse(text)
            .orElseThrow(
                () ->
                    new InvalidValueException(
                        "is not an https URL",
                        "Write it as in https://service.example.com, without user or query"));
    if (!ServiceAddress.isSafe(uri, surroundings.stepHost())) {
      throw new InvalidValueException(
          "uses http to another machine",
          "Use https; http is allowed only to a loopback address or BITBUCKET_DOCKER_HOST_INTERNAL");
    }
    return uri;
  }

  /// Parses the address of the proxy of Bitbucket Pipelines. It accepts plain HTTP only, and the
  /// requests to it must not leave this machine.
  static URI parseProxy(String text, RunEnvironment surroundings) throws InvalidValueException {
    URI uri =
        ServiceAddress.parse(text)
            .filter(
                address ->
                    "http".equalsIgnoreCase(address.getScheme())
                        && address.getPort() > 0
                        && address.getRawPath().replace("/", "").isEmpty())
            .orElseThrow(
                () ->
                    new InvalidValueException(
                        "is not the http URL of a proxy",
                        "Write it as in http://host.docker.internal:29418"));
    if (!ServiceAddress.isThisMachine(uri.getHost(), surroundings.stepHost())) {
      throw new InvalidValueException(
          "is another machine, and the pipe would send plain http requests to it",
          "Use host.docker.internal, a loopback address or BITBUCKET_DOCKER_HOST_INTERNAL");
    }
    return uri;
  }

  static String parseHost(String text) throws InvalidValueException {
    String address = text.replaceFirst("^http://", "").replaceFirst("/$", "");
    if (isHostAndPort(address)) {
      return address;
    }
    throw new InvalidValueException("is not a host and port", "Write it as in localhost:9010");
  }

  /// Parses the host of Google's metadata server, to which the pipe sends plain HTTP. Accepts only
  /// Google's own names and addresses for it, and this machine, because requests to these hosts
  /// never leave the machine.
  static String parseMetadataHost(String text, RunEnvironment surroundings)
      throws InvalidValueException {
    if (!HOST.matcher(text).matches() && !isHostAndPort(text)) {
      throw new InvalidValueException(
          "is not a host, with or without a port", "Write it as in metadata.google.internal");
    }
    String host = text.replaceFirst(":[0-9]+$", "");
    if (!METADATA.matcher(host).matches()
        && !ServiceAddress.isThisMachine(host, surroundings.stepHost())) {
      throw new InvalidValueException(
          "is another machine, and the pipe would send plain http requests to it",
          "Use metadata.google.internal, a loopback address or BITBUCKET_DOCKER_HOST_INTERNAL");
    }
    return text;
  }

  private static boolean isHostAndPort(String text) {
    int colon = text.lastIndexOf(':');
    return colon > 0
        && HOST.matcher(text.substring(0, colon)).matches()
        && isPort(text.substring(colon + 1));
  }

  private static boolean isPort(String digits) {
    return digits.matches("[0-9]{1,5}")
        && Integer.parseInt(digits) > 0
        && Integer.parseInt(digits) <= 65_535;
  }
}
