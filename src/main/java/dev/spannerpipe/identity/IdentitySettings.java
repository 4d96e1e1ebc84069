package dev.spannerpipe.identity;

import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.util.Optional;

/// The settings for verifying the OIDC token of the run.
///
/// @param token the OIDC token
/// @param issuer the issuer to trust; empty for the issuer of the step's workspace
/// @param audience the expected audience; empty for the default audience of the step's workspace
/// @param step the environment variables of the step
public record IdentitySettings(
    Optional<Secret> token, Optional<URI> issuer, Optional<String> audience, Step step) {

  /// The environment variables of a Bitbucket pipeline step that must agree with the token. The
  /// pipe does not trust any of them.
  ///
  /// @param workspace `BITBUCKET_WORKSPACE`, the workspace's name in URLs
  /// @param workspaceUuid `BITBUCKET_WORKSPACE_UUID`; like the other UUIDs, it is in braces
  /// @param repositoryUuid `BITBUCKET_REPO_UUID`
  /// @param environmentUuid `BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID`
  /// @param stepUuid `BITBUCKET_STEP_UUID`
  public record Step(
      Optional<String> workspace,
      Optional<String> workspaceUuid,
      Optional<String> repositoryUuid,
      Optional<String> environmentUuid,
      Optional<String> stepUuid) {}
}
