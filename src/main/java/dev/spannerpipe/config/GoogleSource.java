package dev.spannerpipe.config;

import dev.spannerpipe.credentials.google.GoogleSettings;
import java.util.Optional;

/// Selects how the run gets the credentials for Spanner. The identity that a Google runtime, such
/// as Cloud Run, attaches to the process is used only if the step has no OIDC token.
final class GoogleSource {
  private GoogleSource() {}

  /// Returns the source of the credentials; empty if there is no source, or if the database is in
  /// an emulator.
  static Optional<GoogleSettings.Source> of(ParsedValues values) {
    if (TargetRule.isEmulatorGiven(values)) {
      return Optional.empty();
    }
    Optional<GoogleSettings.Source> exchange =
        values
            .find(Variables.GOOGLE_WORKLOAD_IDENTITY_PROVIDER)
            .map(
                provider ->
                    new GoogleSettings.Exchange(
                        provider, values.find(Variables.GOOGLE_SERVICE_ACCOUNT)));
    return exchange
        .or(
            () ->
                values
                    .find(Variables.GOOGLE_OIDC_CONFIG_FILE)
                    .map(GoogleSettings.ConfigurationFile::new))
        .or(
            () ->
                values.isMissing(Variables.OIDC_TOKEN) && values.onGoogleRuntime()
                    ? Optional.of(new GoogleSettings.Attached())
                    : Optional.empty());
  }
}
