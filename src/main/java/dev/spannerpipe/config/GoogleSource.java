package dev.spannerpipe.config;

import dev.spannerpipe.credentials.google.GoogleSettings;
import java.util.Optional;

/// Selects the source of the credentials for Spanner. If the step has a token, the identity of the
/// machine is never used instead.
final class GoogleSource {
  private GoogleSource() {}

  /// Returns the source; empty if there is none, or none is needed.
  static Optional<GoogleSettings.Source> of(ParsedValues values) {
    if (!values.isMissing(Variables.SPANNER_EMULATOR_HOST)) {
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
