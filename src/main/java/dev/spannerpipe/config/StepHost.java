package dev.spannerpipe.config;

import dev.spannerpipe.text.SafeText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The step's own host, to which plain http is allowed: `BITBUCKET_DOCKER_HOST_INTERNAL`. A cloud's
/// metadata service is never accepted as the step's host, whatever the variable contains.
///
/// @param host its name or address, if the platform provides a valid one
/// @param warning why the platform's value is not used
record StepHost(Optional<String> host, Optional<String> warning) {
  private static final String VARIABLE = "BITBUCKET_DOCKER_HOST_INTERNAL";

  /// The metadata services without a link-local address: names, and the IPv6 addresses of Google's
  /// and AWS's services. Sources:
  /// [Google](https://cloud.google.com/compute/docs/metadata/querying-metadata),
  /// [AWS](https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html).
  private static final Set<String> METADATA =
      Set.of("metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal");

  private static final Set<String> METADATA_ADDRESSES =
      Set.of("fd20:ce:0:0:0:0:0:254", "fd00:ec2:0:0:0:0:0:254", "fd00:ec2:0:0:0:0:0:23");

  static StepHost of(RawValues raw) {
    Optional<String> given = raw.plain(VARIABLE);
    if (given.filter(StepHost::isForbidden).isEmpty()) {
      return new StepHost(given, Optional.empty());
    }
    return new StepHost(
        Optional.empty(),
        Optional.of(
            VARIABLE
                + " \""
                + SafeText.line(given.get())
                + "\" is a link-local or metadata address; it is ignored, and http to it is"
                + " rejected"));
  }

  private static boolean isForbidden(String host) {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    if (METADATA.contains(name)) {
      return true;
    }
    return address(name)
        .filter(
            address ->
                address.isLinkLocalAddress()
                    || METADATA_ADDRESSES.contains(
                        address.getHostAddress().replaceFirst("%.*", "")))
        .isPresent();
  }

  /// Returns the address if the text is a literal address. Names are not resolved.
  private static Optional<InetAddress> address(String text) {
    String bare = text.replaceFirst("^\\[(.*)]$", "$1");
    try {
      return Optional.of(
          bare.contains(":") ? InetAddress.ofLiteral(bare) : Inet4Address.ofPosixLiteral(bare));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
