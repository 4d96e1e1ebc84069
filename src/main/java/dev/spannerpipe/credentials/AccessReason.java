package dev.spannerpipe.credentials;

import java.util.Locale;

/// Why credentials were refused. The codes stand in failures and in the record: none is ever
/// renamed.
public enum AccessReason {
  /// The service could not be reached.
  SERVICE_UNREACHABLE,
  /// The service is in trouble, or its answer is none.
  SERVICE_UNAVAILABLE,
  /// Something else than the service answers, as a proxy does.
  ANSWER_NOT_THE_SERVICES,
  /// Too many requests.
  QUOTA_EXCEEDED,
  /// The API is not enabled.
  API_DISABLED,
  /// The token service does not take the provider's name.
  PROVIDER_NAME_INVALID,
  /// The provider or its pool does not exist, or is disabled.
  PROVIDER_MISSING,
  /// The token is for somebody whom the provider does not know.
  AUDIENCE_NOT_ALLOWED,
  /// The token is another issuer's.
  ISSUER_NOT_ALLOWED,
  /// The issuer could not be reached by the service.
  ISSUER_UNREACHABLE,
  /// The OIDC token's time is over.
  OIDC_TOKEN_EXPIRED,
  /// The provider's condition on the claims is not met.
  CONDITION_NOT_MET,
  /// A mapped attribute is too long.
  ATTRIBUTE_TOO_LONG,
  /// The token is refused for another reason.
  OIDC_TOKEN_REFUSED,
  /// The account does not let this identity act as it, or does not exist.
  IMPERSONATION_DENIED,
  /// The account does not exist.
  ACCOUNT_MISSING,
  /// The token would be good for too long.
  LIFETIME_NOT_ALLOWED,
  /// The federated token is not taken.
  FEDERATED_TOKEN_REFUSED,
  /// The Google runtime gives no identity.
  NO_ATTACHED_IDENTITY,
  /// The role does not trust this identity, or does not exist.
  ROLE_DENIED,
  /// The AWS account has no such identity provider.
  IDENTITY_PROVIDER_MISSING,
  /// The claims are not what AWS wants.
  CLAIM_REFUSED,
  /// The session policy is not taken.
  SESSION_POLICY_REFUSED,
  /// The region is switched off for the account.
  REGION_DISABLED,
  /// The service refuses for another reason.
  REFUSED;

  /// Returns the code, as in `condition_not_met`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
