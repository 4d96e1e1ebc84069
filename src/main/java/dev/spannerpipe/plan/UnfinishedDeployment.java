package dev.spannerpipe.plan;

/// A plan that an earlier run began and did not finish.
///
/// @param planSha256 its digest
/// @param deploymentId what the history rows that it wrote carry as `DEPLOYMENT_ID`
public record UnfinishedDeployment(String planSha256, String deploymentId) {}
