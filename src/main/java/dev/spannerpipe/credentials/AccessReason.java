package dev.spannerpipe.credentials;

import java.util.Locale;

/// Why a request for credentials failed. The codes appear in messages and in the record of runs, so
/// they are never renamed. The token service issues credentials in exchange for the OIDC token of
/// the step. A provider is a workload identity provider of Google or an identity provider of AWS.
/// It defines which OIDC tokens are accepted.
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
  /// Google's token service rejected the name of the provider.
  PROVIDER_NAME_INVALID,
  /// The provider or its pool does not exist, or is disabled.
  PROVIDER_MISSING,
  /// The provider does not accept the token's audience.
  AUDIENCE_NOT_ALLOWED,
  /// The provider does not trust the issuer of the token.
  ISSUER_NOT_ALLOWED,
  /// The token service could not reach the issuer of the token.
  ISSUER_UNREACHABLE,
  /// The OIDC token has expired.
  OIDC_TOKEN_EXPIRED,
  /// The claims of the token do not meet the provider's condition.
  CONDITION_NOT_MET,
  /// An attribute that the provider derives from the claims is too long.
  ATTRIBUTE_TOO_LONG,
  /// Google's token service rejected the OIDC token for a reason that is not listed here.
  OIDC_TOKEN_REFUSED,
  /// The run may not impersonate the service account, or the account does not exist. Google does
  /// not report which.
  IMPERSONATION_DENIED,
  /// Google reports that the service account does not exist.
  ACCOUNT_MISSING,
  /// The requested lifetime of the credentials is longer than allowed.
  LIFETIME_NOT_ALLOWED,
  /// Google's credentials service rejected the federated token, which the token service had issued
  /// for the OIDC token.
  FEDERATED_TOKEN_REFUSED,
  /// The Google runtime, such as Cloud Run, attaches no identity to the run.
  NO_ATTACHED_IDENTITY,
  /// The AWS role does not trust the token, or does not exist.
  ROLE_DENIED,
  /// The AWS account has no identity provider for the issuer of the token.
  IDENTITY_PROVIDER_MISSING,
  /// AWS rejected the token's claims.
  CLAIM_REFUSED,
  /// AWS rejected the session policy, which limits what the session may do.
  SESSION_POLICY_REFUSED,
  /// The region is disabled for the AWS account.
  REGION_DISABLED,
  /// The service rejected the request for a reason that is not listed here.
  REFUSED;

  /// Returns the code, such as `condition_not_met`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
