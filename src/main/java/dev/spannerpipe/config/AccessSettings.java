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

/// The identity of the run, its credentials and its policy.
///
/// @param google the source of the credentials for Spanner; empty if none are needed, as for an
///   emulator or a loopback address
/// @param aws empty if no role is named
/// @param checkout the directory of the branch that is built; absolute
/// @param endpoints the addresses that replace default addresses of services which the command may
///   use, by variable
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
