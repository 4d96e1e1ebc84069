package dev.spannerpipe.credentials.google;

import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Issues federated tokens, for which the OIDC token is exchanged. A federated token gives access
/// without a service account, or lets the run impersonate a service account. It expires with the
/// OIDC token at the latest.
final class FederatedSource implements TokenSource {
  private final GoogleTokenExchange exchange;
  private final ProviderName provider;
  private final VerifiedToken token;
  private final List<String> scopes;
  private final Consumer<Secret> issued;

  FederatedSource(
      GoogleTokenExchange exchange,
      ProviderName provider,
      VerifiedToken token,
      List<String> scopes,
      Consumer<Secret> issued) {
    this.exchange = exchange;
    this.provider = provider;
    this.token = token;
    this.scopes = scopes;
    this.issued = issued;
  }

  @Override
  public AccessToken issue(boolean patient) {
    try {
      AccessToken federated = exchange.exchange(token, scopes, patient);
      issued.accept(federated.value());
      return federated;
    } catch (ServiceException failure) {
      throw new StsErrorMapper(provider, token).of(failure);
    }
  }

  @Override
  public Optional<Instant> end() {
    return Optional.of(token.claims().expiresAt());
  }

  @Override
  public String identity() {
    return provider.subject(token.claims().subject());
  }
}
