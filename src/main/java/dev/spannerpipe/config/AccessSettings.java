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

/// Who the run is, what it gets for that, and what it may do.
///
/// @param google where the credentials for Spanner come from; empty where it needs none: an
///   emulator, or a loopback address
/// @param aws empty where no role is named
/// @param checkout the directory of the branch that is built; absolute
/// @param endpoints by variable, each address of a service that the command may ask and that is not
///   its own
public record AccessSettings(
    IdentitySettings identity,
    Optional<GoogleSettings> google,
    Optional<AwsSettings> aws,
    Optional<PolicySettings> policy,
    Path checkout,
    Map<String, String> endpoints) {
  /// Copies the map, in the order of the names.
  public AccessSettings {
    endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
  }
}
