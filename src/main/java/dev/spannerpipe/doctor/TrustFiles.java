package dev.spannerpipe.doctor;

import dev.spannerpipe.json.JsonObject;
import java.util.Optional;

/// The configurations to examine, as the clouds' command lines print them. Absent ones are skipped.
///
/// @param googleProvider from `gcloud iam workload-identity-pools providers describe --format=json`
/// @param serviceAccountPolicy from `gcloud iam service-accounts get-iam-policy --format=json`
/// @param serviceAccount the account's address
/// @param awsTrustPolicy from `aws iam get-role`, or the trust policy alone
/// @param awsRole the role's ARN or name
/// @param sessionName the name of the AWS session
/// @param sessionPolicy the inline policy of the AWS session
/// @param stateMachine the state machine's ARN
/// @param policy the local policy, with what to check in it
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
  /// Nothing to examine.
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
