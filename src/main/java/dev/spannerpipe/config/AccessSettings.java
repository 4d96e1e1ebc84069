package dev.spannerpipe.config;

import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.identity.IdentitySettings;
import dev.spannerpipe.policy.PolicySettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The settings for the identity, the credentials and the policy of the run.
///
/// @param google how to get the credentials for Spanner; empty if no source is given, as for an
///   emulator or a loopback address
/// @param aws how to assume the AWS role; empty if no role is given
/// @param checkout the clone directory; absolute
/// @param endpoints the addresses that replace the services' default addresses, by the name of the
///   variable; only for services that the command may use
public record AccessSettings(
    IdentitySettings identity,
    Optional<GoogleSettings> google,
    Optional<AwsSettings> aws,
    Optional<PolicySettings> policy,
    Path checkout,
    Map<String, String> endpoints) {
  /// Copies the map, sorted by name.
  public AccessSettings {
    endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
  }
}
