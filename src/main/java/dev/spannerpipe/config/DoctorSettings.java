package dev.spannerpipe.config;

import dev.spannerpipe.files.InputFile;
import java.net.URI;
import java.util.Optional;

/// The settings that only `doctor` uses.
///
/// @param googleProviderFile the file with the workload identity provider, as gcloud prints it
/// @param serviceAccountPolicyFile the file with the IAM policy of the service account, as gcloud
///   prints it
/// @param awsRoleFile the file with the AWS role, or with the role's trust policy, as the AWS CLI
///   prints it
/// @param sessionPolicyFile the file with the inline policy of the AWS session
/// @param stateMachineArn the ARN of the state machine that `apply` or `workflow` would start
/// @param workflowEndpoint an alternative address of Step Functions
public record DoctorSettings(
    Optional<InputFile> googleProviderFile,
    Optional<InputFile> serviceAccountPolicyFile,
    Optional<InputFile> awsRoleFile,
    Optional<InputFile> sessionPolicyFile,
    Optional<String> stateMachineArn,
    Optional<URI> workflowEndpoint) {}
