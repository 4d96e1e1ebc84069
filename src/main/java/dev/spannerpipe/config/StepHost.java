package dev.spannerpipe.config;

import dev.spannerpipe.text.SafeText;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The machine that runs the pipeline step, which Bitbucket names in
/// `BITBUCKET_DOCKER_HOST_INTERNAL`. The pipe may send plain http requests to this machine. A value
/// that is a link-local address or the metadata service of a cloud is ignored.
///
/// @param host the name or address of the machine; empty if the variable is not given or its value
///   is ignored
/// @param warning why the value of the variable is ignored; empty if it is used or not given
record StepHost(Optional<String> host, Optional<String> warning) {
  private static final String VARIABLE = "BITBUCKET_DOCKER_HOST_INTERNAL";

  /// The names of the metadata services of Google and AWS. Neither this set nor the next one
  /// contains their IPv4 address, because every link-local address is rejected. Sources:
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
                + "\" is a link-local or metadata address; the pipe ignores the variable, and"
                + " rejects http to this address"));
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

  /// Returns the IP address that the text contains; empty for a host name, which is not resolved.
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
