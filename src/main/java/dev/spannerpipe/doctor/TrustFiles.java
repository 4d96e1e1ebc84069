package dev.spannerpipe.doctor;

import dev.spannerpipe.json.JsonObject;
import java.util.Optional;

/// The configurations to look at, as the clouds' command lines print them; those that are absent
/// are left out.
///
/// @param googleProvider of `gcloud iam workload-identity-pools providers describe --format=json`
/// @param serviceAccountPolicy of `gcloud iam service-accounts get-iam-policy --format=json`
/// @param serviceAccount the account's address
/// @param awsTrustPolicy of `aws iam get-role`, or the trust policy alone
/// @param awsRole the role's ARN or name
/// @param sessionName what the AWS session will be called
/// @param sessionPolicy the inline policy of the AWS session
/// @param stateMachine the state machine's ARN
/// @param policy the local policy, and what it is asked
public record TrustFiles(
    Optional<JsonObject> googleProvider,
    Optional<JsonObject> serviceAccountPolicy,
    Optional<String> serviceAccount,
    Optional<JsonObject> awsTrustPolicy,
    Optional<String> awsRole,
    Optional<String> sessionName,
    Optional<JsonObject> sessionPolicy,
    Optional<String> stateMachine,
    Optional<PolicyQuestion> policy) {
  /// Nothing to look at.
  public static final TrustFiles NONE =
      new TrustFiles(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
}
