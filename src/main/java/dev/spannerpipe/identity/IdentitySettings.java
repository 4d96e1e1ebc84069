package dev.spannerpipe.identity;

import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.util.Optional;

/// Who the run says that it is, and whom to believe.
///
/// @param token the OIDC token
/// @param issuer whom to trust, where it is not the workspace of the step
/// @param audience whom the token must be for, where it is not the workspace of the step
/// @param step what the environment says about the step
public record IdentitySettings(
    Optional<Secret> token, Optional<URI> issuer, Optional<String> audience, Step step) {

  /// What the environment of a step of Bitbucket says: nothing of it is trusted, all of it must
  /// agree with the token.
  ///
  /// @param workspace `BITBUCKET_WORKSPACE`: the name in addresses
  /// @param workspaceUuid `BITBUCKET_WORKSPACE_UUID`, in braces as all of them
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
