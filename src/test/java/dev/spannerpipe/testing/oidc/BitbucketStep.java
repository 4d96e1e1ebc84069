package dev.spannerpipe.testing.oidc;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A step of a pipeline, as its token and its environment describe it.
///
/// @param environmentUuid of the deployment environment; empty where it is no deployment
public record BitbucketStep(
    String workspace,
    String workspaceUuid,
    String repositoryUuid,
    String environmentUuid,
    String pipelineUuid,
    String stepUuid,
    String branch) {
  /// How long its token is good for.
  public static final Duration LIFE = Duration.ofHours(1);

  /// Returns a deployment of the workspace `acme`.
  public static BitbucketStep deployment() {
    return new BitbucketStep(
        "acme",
        "{0a11ce00-0000-4000-8000-000000000001}",
        "{5e905170-0000-4000-8000-000000000002}",
        "{de910900-0000-4000-8000-000000000003}",
        "{919e1100-0000-4000-8000-000000000004}",
        "{57e90000-0000-4000-8000-000000000005}",
        "main");
  }

  /// Returns the same step, but not as a deployment.
  public BitbucketStep withoutEnvironment() {
    return new BitbucketStep(
        workspace, workspaceUuid, repositoryUuid, "", pipelineUuid, stepUuid, branch);
  }

  /// Returns the audience of the workspace.
  public String audience() {
    return "ari:cloud:bitbucket::workspace/" + workspaceUuid.replaceAll("[{}]", "");
  }

  /// Returns the claims of its token, in a map that can be changed.
  public Map<String, Object> claims(Instant now) {
    boolean deployment = !environmentUuid.isEmpty();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aud", audience());
    claims.put("sub", repositoryUuid + ":" + (deployment ? environmentUuid + ":" : "") + stepUuid);
    claims.put("iat", now.getEpochSecond());
    claims.put("exp", now.plus(LIFE).getEpochSecond());
    claims.put("workspaceUuid", workspaceUuid);
    claims.put("repositoryUuid", repositoryUuid);
    claims.put("pipelineUuid", pipelineUuid);
    claims.put("stepUuid", stepUuid);
    if (deployment) {
      claims.put("deploymentEnvironmentUuid", environmentUuid);
    }
    claims.put("branchName", branch);
    return claims;
  }

  /// Returns the same with several audiences.
  public Map<String, Object> claims(Instant now, String... audiences) {
    Map<String, Object> claims = claims(now);
    claims.put("aud", List.of(audiences));
    return claims;
  }

  /// Returns the variables that the platform sets for it, without the token's.
  public Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("BITBUCKET_WORKSPACE", workspace);
    variables.put("BITBUCKET_WORKSPACE_UUID", workspaceUuid);
    variables.put("BITBUCKET_REPO_UUID", repositoryUuid);
    variables.put("BITBUCKET_PIPELINE_UUID", pipelineUuid);
    variables.put("BITBUCKET_STEP_UUID", stepUuid);
    variables.put("BITBUCKET_BRANCH", branch);
    if (!environmentUuid.isEmpty()) {
      variables.put("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID", environmentUuid);
    }
    return variables;
  }
}
