package dev.spannerpipe.config;

import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.identity.IdentitySettings;
import dev.spannerpipe.plan.review.ReviewedPlanSettings;
import dev.spannerpipe.policy.PolicySettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The settings for the identity, the credentials, the policy and the reviewed plan of the run.
///
/// @param google how to get the credentials for Spanner; empty if the run has none, which only an
///   emulator, a loopback address and `doctor` permit
/// @param aws how to assume the AWS role; empty if no role is given
/// @param checkout the directory whose content comes from the checked-out Git branch, usually the
///   clone directory; absolute
/// @param endpoints the addresses that replace the default addresses of services. The key is the
///   name of the variable, such as `SPANNER_ENDPOINT`. Variables that the command does not use are
///   left out
public record AccessSettings(
    IdentitySettings identity,
    Optional<GoogleSettings> google,
    Optional<AwsSettings> aws,
    Optional<PolicySettings> policy,
    ReviewedPlanSettings reviewedPlan,
    Path checkout,
    Map<String, String> endpoints) {
  /// Copies the map of endpoints and sorts it by the name of the variable.
  public AccessSettings {
    endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
  }
}
