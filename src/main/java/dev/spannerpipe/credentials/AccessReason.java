package dev.spannerpipe.credentials;

import java.util.Locale;

/// Why a request for credentials failed. The codes appear in failures and in the record, so they
/// are never renamed.
public enum AccessReason {
  /// The service could not be reached.
  SERVICE_UNREACHABLE,
  /// The service is failing, or its response has no usable content.
  SERVICE_UNAVAILABLE,
  /// Something other than the service responded, such as a proxy.
  ANSWER_NOT_THE_SERVICES,
  /// The service received too many requests.
  QUOTA_EXCEEDED,
  /// The API of the service is not enabled in the project.
  API_DISABLED,
  /// The token service rejected the provider's name.
  PROVIDER_NAME_INVALID,
  /// The provider or its pool does not exist, or is disabled.
  PROVIDER_MISSING,
  /// The provider does not accept the token's audience.
  AUDIENCE_NOT_ALLOWED,
  /// The provider trusts another issuer than the token's.
  ISSUER_NOT_ALLOWED,
  /// The service could not reach the token's issuer.
  ISSUER_UNREACHABLE,
  /// The OIDC token has expired.
  OIDC_TOKEN_EXPIRED,
  /// The provider's condition on the claims is not met.
  CONDITION_NOT_MET,
  /// A mapped attribute is too long.
  ATTRIBUTE_TOO_LONG,
  /// The token was rejected for another reason.
  OIDC_TOKEN_REFUSED,
  /// The service account does not exist, or this identity may not impersonate it.
  IMPERSONATION_DENIED,
  /// The service account does not exist.
  ACCOUNT_MISSING,
  /// The requested lifetime is longer than allowed.
  LIFETIME_NOT_ALLOWED,
  /// Google's credentials service rejected the federated token.
  FEDERATED_TOKEN_REFUSED,
  /// The Google runtime provides no identity.
  NO_ATTACHED_IDENTITY,
  /// The role does not trust this identity, or does not exist.
  ROLE_DENIED,
  /// The AWS account has no such identity provider.
  IDENTITY_PROVIDER_MISSING,
  /// AWS rejected the token's claims.
  CLAIM_REFUSED,
  /// AWS rejected the session policy.
  SESSION_POLICY_REFUSED,
  /// The region is disabled for the account.
  REGION_DISABLED,
  /// The service rejected the request for another reason.
  REFUSED;

  /// Returns the code, as in `condition_not_met`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
