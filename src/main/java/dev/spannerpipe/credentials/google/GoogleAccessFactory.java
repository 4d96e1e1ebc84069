package dev.spannerpipe.credentials.google;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.Secret;
import java.util.Optional;
import java.util.function.Consumer;

/// Creates the object that gets access tokens from Google.
public final class GoogleAccessFactory {
  private final Http http;
  private final Retry retry;
  private final Time time;
  private final Consumer<Secret> issued;

  /// Creates a factory.
  ///
  /// @param issued receives each credential as soon as it exists, so that it is redacted in the
  ///   run's output
  public GoogleAccessFactory(Http http, Retry retry, Time time, Consumer<Secret> issued) {
    this.http = http;
    this.retry = retry;
    this.time = time;
    this.issued = issued;
  }

  /// Creates the object that gets access tokens; sends no request yet.
  ///
  /// Throws a `ConfigurationFailure` if the provider's name or the external-account file is
  /// invalid.
  ///
  /// @param token the verified OIDC token; may be empty only for the identity that a Google runtime
  ///   attaches to the process
  public RenewedAccess open(
      GoogleSettings settings, TokenTerms terms, Optional<VerifiedToken> token) {
    TokenServices services = new TokenServices(http, retry);
    TokenSource source =
        switch (settings.source()) {
          case GoogleSettings.Exchange exchange ->
              exchanged(services, settings, exchange, terms, token.orElseThrow());
          case GoogleSettings.ConfigurationFile file ->
              exchanged(services, settings, file.read(), terms, token.orElseThrow());
          case GoogleSettings.Attached _ ->
              new AttachedSource(
                  new MetadataServer(services, settings.metadataHost(), time),
                  terms.scopes(),
                  issued);
        };
    return new RenewedAccess(source, time);
  }

  private TokenSource exchanged(
      TokenServices services,
      GoogleSettings settings,
      GoogleSettings.Exchange settingsOfExchange,
      TokenTerms terms,
      VerifiedToken token) {
    ProviderName provider =
        ProviderName.parse("GOOGLE_WORKLOAD_IDENTITY_PROVIDER", settingsOfExchange.provider());
    GoogleTokenExchange exchange =
        new GoogleTokenExchange(services, settings.stsEndpoint(), provider, time);
    if (settingsOfExchange.serviceAccount().isEmpty()) {
      return new FederatedSource(exchange, provider, token, terms.scopes(), issued);
    }
    String account = settingsOfExchange.serviceAccount().get();
    Impersonation impersonation =
        new Impersonation(services, settings.iamCredentialsEndpoint(), account, time);
    return new ImpersonatedSource(exchange, provider, token, impersonation, account, terms, issued);
  }
}
