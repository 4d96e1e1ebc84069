package dev.spannerpipe.doctor;

import dev.spannerpipe.json.JsonObject;
import java.util.Optional;

/// The contents of the files that `doctor` examines, and values that it needs to examine them.
/// `doctor` skips absent files.
///
/// @param googleProvider the workload identity provider, from `gcloud iam workload-identity-pools
///   providers describe --format=json`
/// @param serviceAccountPolicy the IAM policy of the service account, from `gcloud iam
///   service-accounts get-iam-policy --format=json`
/// @param serviceAccount the email address of the service account
/// @param awsTrustPolicy the trust policy of the AWS role, from `aws iam get-role`
/// @param awsRole the ARN or the name of the AWS role
/// @param sessionName the name that the run gives its AWS session
/// @param sessionPolicy the inline policy of the AWS session
/// @param stateMachine the ARN of the state machine that a run would start, without a version or an
///   alias
/// @param policy the pipe's own policy (`POLICY_FILE`), and the actions that it should allow
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
