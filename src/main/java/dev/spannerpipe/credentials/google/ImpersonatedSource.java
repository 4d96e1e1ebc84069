package dev.spannerpipe.credentials.google;

import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Issues tokens of a service account. For each of them, the OIDC token is exchanged for a
/// federated token, which then serves to impersonate the service account. A token of the service
/// account may outlive the OIDC token.
final class ImpersonatedSource implements TokenSource {
  /// The scopes of the federated token, which is used only to impersonate the service account.
  private static final List<String> FIRST_HOP =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  private final FederatedSource federated;
  private final Impersonation impersonation;
  private final ImpersonationErrorMapper errors;
  private final String account;
  private final TokenTerms terms;
  private final Consumer<Secret> issued;

  ImpersonatedSource(
      GoogleTokenExchange exchange,
      ProviderName provider,
      VerifiedToken token,
      Impersonation impersonation,
      String account,
      TokenTerms terms,
      Consumer<Secret> issued) {
    this.federated = new FederatedSource(exchange, provider, token, FIRST_HOP, issued);
    this.impersonation = impersonation;
    this.errors = new ImpersonationErrorMapper(account, provider, token);
    this.account = account;
    this.terms = terms;
    this.issued = issued;
  }

  @Override
  public AccessToken issue(boolean patient) {
    AccessToken first = federated.issue(patient);
    try {
      AccessToken token = impersonation.token(first, terms, patient);
      issued.accept(token.value());
      return token;
    } catch (ServiceException failure) {
      throw errors.of(failure);
    }
  }

  @Override
  public Optional<Instant> end() {
    return federated.end();
  }

  @Override
  public Duration afterlife() {
    return terms.longest();
  }

  @Override
  public String identity() {
    return account;
  }
}
