package dev.spannerpipe.credentials.google;

import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.identity.Claims;
import java.net.URI;
import java.util.Optional;

/// How a run gets its Google credentials.
///
/// @param source where the credentials come from
/// @param stsEndpoint the address of the token service, usually [#STS]
/// @param iamCredentialsEndpoint the address of the credentials service, usually [#IAM_CREDENTIALS]
/// @param metadataHost `host` or `host:port` of the metadata server, which issues tokens on a
///   Google runtime such as Cloud Run; usually [#METADATA_HOST]
public record GoogleSettings(
    Source source, URI stsEndpoint, URI iamCredentialsEndpoint, String metadataHost) {
  /// The address of Google's own token service.
  public static final URI STS = URI.create("https://sts.googleapis.com");

  /// The address of Google's own credentials service.
  public static final URI IAM_CREDENTIALS = URI.create("https://iamcredentials.googleapis.com");

  /// The host of the metadata server on every Google runtime.
  public static final String METADATA_HOST = "metadata.google.internal";

  /// Where the credentials come from.
  public sealed interface Source {}

  /// Google exchanges the OIDC token for credentials, if a workload identity provider accepts the
  /// token.
  ///
  /// @param provider the name of the provider,
  ///   `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`
  /// @param serviceAccount the email address of the service account to impersonate; empty if the
  ///   run acts without a service account
  public record Exchange(String provider, Optional<String> serviceAccount) implements Source {
    /// Returns the narrowest member for an IAM policy that matches the token with these claims, and
    /// also the tokens of later runs. Throws a `ConfigurationFailure` if the provider's name is not
    /// valid.
    public String member(Claims claims) {
      return ProviderName.parse("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", provider).principal(claims);
    }
  }

  /// Like [Exchange], with both values read from an external-account JSON file.
  public record ConfigurationFile(InputFile file) implements Source {
    /// Reads the file. Throws a `ConfigurationFailure` if it cannot be used.
    public Exchange read() {
      return ExternalAccountFile.read(file);
    }
  }

  /// The identity that a Google runtime attaches to its workloads.
  public record Attached() implements Source {}

  /// Returns the settings with Google's own endpoints.
  public static GoogleSettings of(Source source) {
    return new GoogleSettings(source, STS, IAM_CREDENTIALS, METADATA_HOST);
  }
}
