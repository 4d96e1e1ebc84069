package dev.spannerpipe.plan;

/// A plan that an earlier run began and did not finish.
///
/// @param planSha256 the digest of the plan
/// @param deploymentId the `DEPLOYMENT_ID` of the history rows that the earlier run wrote
public record UnfinishedDeployment(String planSha256, String deploymentId) {}
