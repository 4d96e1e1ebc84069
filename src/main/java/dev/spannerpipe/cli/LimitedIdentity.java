package dev.spannerpipe.cli;

import dev.spannerpipe.credentials.GoogleSettings;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.policy.Limits;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;

/// Holds a run to the identity that its policy wants.
final class LimitedIdentity {
  private LimitedIdentity() {}

  /// Returns the settings with the account of the policy, where they name none themselves.
  static GoogleSettings within(GoogleSettings settings, Limits limits) {
    return switch (settings.source()) {
      case GoogleSettings.Exchange(String provider, Optional<String> account)
          when account.isEmpty() && limits.google().isPresent() ->
          new GoogleSettings(
              new GoogleSettings.Exchange(provider, limits.google()),
              settings.stsEndpoint(),
              settings.iamCredentialsEndpoint(),
              settings.metadataHost());
      case GoogleSettings.Exchange _,
          GoogleSettings.ConfigurationFile _,
          GoogleSettings.Attached _ ->
          settings;
    };
  }

  /// Throws a [BlockedFailure] where the policy wants another account.
  static void check(String identity, Limits limits) {
    mismatch(identity, limits)
        .ifPresent(
            wanted -> {
              throw new BlockedFailure(
                  "Could not act as " + identity + ": " + wanted, action(limits));
            });
  }

  /// Returns what the policy wants instead of this identity; empty where it is content.
  static Optional<String> mismatch(String identity, Limits limits) {
    return limits
        .google()
        .filter(account -> !account.equals(identity))
        .map(account -> "the policy wants it done as " + account);
  }

  /// Returns how to get the identity that the policy wants.
  static String action(Limits limits) {
    return "Set GOOGLE_SERVICE_ACCOUNT to " + limits.google().orElse("that account");
  }

  /// Returns the settings with the role of the policy. Throws a [BlockedFailure] where they name
  /// another.
  static SpannerSettings withRole(SpannerSettings settings, String role) {
    if (settings.databaseRole().filter(own -> !own.equals(role)).isPresent()) {
      throw new BlockedFailure(
          "Could not use the database role %s: the policy wants %s"
              .formatted(settings.databaseRole().get(), role),
          "Set SPANNER_DATABASE_ROLE to " + role);
    }
    return settings.withDatabaseRole(role);
  }
}
