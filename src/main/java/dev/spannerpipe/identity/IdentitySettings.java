package dev.spannerpipe.identity;

import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.util.Optional;

/// The run's identity token, and the issuer to trust.
///
/// @param token the OIDC token
/// @param issuer the issuer to trust, if it is not that of the step's workspace
/// @param audience the expected audience, if it is not that of the step's workspace
/// @param step the step's environment
public record IdentitySettings(
    Optional<Secret> token, Optional<URI> issuer, Optional<String> audience, Step step) {

  /// The environment of a Bitbucket step. None of it is trusted, and all of it must agree with the
  /// token.
  ///
  /// @param workspace `BITBUCKET_WORKSPACE`, the workspace's name in addresses
  /// @param workspaceUuid `BITBUCKET_WORKSPACE_UUID`, in braces like all of these UUIDs
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
