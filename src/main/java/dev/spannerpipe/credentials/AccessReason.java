package dev.spannerpipe.credentials;

import java.util.Locale;

/// Why a request for credentials failed. The codes appear in failures and in the record, so they
/// are never renamed.
public enum AccessReason {
  /// The service could not be reached.
  SERVICE_UNREACHABLE,
  /// The service is failing, or its answer has no usable content.
  SERVICE_UNAVAILABLE,
  /// Something other than the service answered, such as a proxy.
  ANSWER_NOT_THE_SERVICES,
  /// Too many requests.
  QUOTA_EXCEEDED,
  /// The API is not enabled.
  API_DISABLED,
  /// The token service rejected the provider's name.
  PROVIDER_NAME_INVALID,
  /// The provider or its pool does not exist, or is disabled.
  PROVIDER_MISSING,
  /// The provider does not accept the token's audience.
  AUDIENCE_NOT_ALLOWED,
  /// The token comes from another issuer.
  ISSUER_NOT_ALLOWED,
  /// The service could not reach the issuer.
  ISSUER_UNREACHABLE,
  /// The OIDC token has expired.
  OIDC_TOKEN_EXPIRED,
  /// The provider's condition on the claims is not met.
  CONDITION_NOT_MET,
  /// A mapped attribute is too long.
  ATTRIBUTE_TOO_LONG,
  /// The token was rejected for another reason.
  OIDC_TOKEN_REFUSED,
  /// The account does not let this identity impersonate it, or does not exist.
  IMPERSONATION_DENIED,
  /// The account does not exist.
  ACCOUNT_MISSING,
  /// The token would be valid for too long.
  LIFETIME_NOT_ALLOWED,
  /// The federated token was rejected.
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
