package dev.spannerpipe.config;

import dev.spannerpipe.files.InputFile;
import java.net.URI;
import java.util.Optional;

/// What `doctor` checks besides the services.
///
/// @param googleProviderFile the workload identity provider, as gcloud prints it
/// @param serviceAccountPolicyFile the IAM policy of the service account, as gcloud prints it
/// @param awsRoleFile the role or its trust policy, as the AWS CLI prints it
/// @param sessionPolicyFile the inline policy of the AWS session
/// @param stateMachineArn the state machine that the run would start
/// @param workflowEndpoint another address of Step Functions
public record DoctorSettings(
    Optional<InputFile> googleProviderFile,
    Optional<InputFile> serviceAccountPolicyFile,
    Optional<InputFile> awsRoleFile,
    Optional<InputFile> sessionPolicyFile,
    Optional<String> stateMachineArn,
    Optional<URI> workflowEndpoint) {}
