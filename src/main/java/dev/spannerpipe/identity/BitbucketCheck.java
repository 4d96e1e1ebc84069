package dev.spannerpipe.identity;

import dev.spannerpipe.text.SafeText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Checks the claims of a token of Bitbucket Pipelines, and compares the claims with the
/// environment variables of the step.
final class BitbucketCheck {
  private static final Pattern UUID =
      Pattern.compile("\\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}");
  private static final List<String> REQUIRED =
      List.of("workspaceUuid", "repositoryUuid", "stepUuid");
  private static final List<String> OPTIONAL =
      List.of("deploymentEnvironmentUuid", "pipelineUuid", "pipelineRunUuid");

  private final Claims claims;
  private final IdentitySettings.Step step;

  BitbucketCheck(Claims claims, IdentitySettings.Step step) {
    this.claims = claims;
    this.step = step;
  }

  /// Returns the default audience of the tokens of a workspace. This is the workspace of the step,
  /// or, if that is not known, the workspace of the token. A token must have this audience if the
  /// settings specify no audience.
  Set<String> audiences() {
    String workspace =
        step.workspaceUuid().or(() -> claims.text("workspaceUuid")).orElse("").strip();
    return Set.of("ari:cloud:bitbucket::workspace/" + workspace.replaceAll("[{}]", ""));
  }

  void check(TrustedIssuer issuer) {
    REQUIRED.forEach(this::checkPresent);
    REQUIRED.forEach(this::checkShape);
    OPTIONAL.forEach(this::checkShape);
    checkSubject();
    issuer.workspace().ifPresent(this::checkWorkspace);
    agree(
        TokenRejectionReason.WORKSPACE_MISMATCH,
        "BITBUCKET_WORKSPACE_UUID",
        step.workspaceUuid(),
        "workspaceUuid");
    agree(
        TokenRejectionReason.REPOSITORY_MISMATCH,
        "BITBUCKET_REPO_UUID",
        step.repositoryUuid(),
        "repositoryUuid");
    agree(
        TokenRejectionReason.ENVIRONMENT_MISMATCH,
        "BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID",
        step.environmentUuid(),
        "deploymentEnvironmentUuid");
    checkStep();
  }

  private void checkPresent(String name) {
    if (!claims.all().values().containsKey(name)) {
      throw new TokenRejectedException(
          TokenRejectionReason.CLAIM_MISSING, "claim " + name, "absent", "a UUID in braces");
    }
  }

  private void checkShape(String name) {
    if (claims.all().values().containsKey(name)
        && claims.text(name).filter(text -> UUID.matcher(text).matches()).isEmpty()) {
      throw new TokenRejectedException(
          TokenRejectionReason.CLAIM_SHAPE,
          "claim " + name,
          RawToken.shown(claims.all(), name),
          "a UUID in braces");
    }
  }

  private void checkSubject() {
    String environment =
        claims.text("deploymentEnvironmentUuid").map(uuid -> uuid + ":").orElse("");
    String expected = claim("repositoryUuid") + ":" + environment + claim("stepUuid");
    if (!claims.subject().equals(expected)) {
      throw new TokenRejectedException(
          TokenRejectionReason.SUBJECT_MISMATCH,
          "claim sub",
          SafeText.quoted(claims.subject()),
          SafeText.quoted(expected));
    }
  }

  private void checkWorkspace(String trusted) {
    String given = step.workspace().orElse(trusted);
    if (!given.equals(trusted)) {
      throw new TokenRejectedException(
          TokenRejectionReason.WORKSPACE_MISMATCH,
          "BITBUCKET_WORKSPACE",
          SafeText.quoted(given),
          SafeText.quoted(trusted) + ", the workspace of the issuer");
    }
  }

  /// Compares an environment variable of the step with a claim. The claim is signed and the
  /// variable is not. If their values differ, somebody changed the variable, or the token belongs
  /// to another step.
  private void agree(
      TokenRejectionReason reason, String variable, Optional<String> given, String claim) {
    Optional<String> signed = claims.text(claim);
    if (given.isPresent() && !given.equals(signed)) {
      throw new TokenRejectedException(
          reason,
          variable,
          SafeText.quoted(given.get()),
          RawToken.shown(claims.all(), claim) + ", the token's claim " + claim);
    }
  }

  /// Rejects a token of another step. So nobody can use a token again in another step, although the
  /// pipe keeps no list of used tokens.
  private void checkStep() {
    if (step.stepUuid().isEmpty()) {
      throw new TokenRejectedException(
          TokenRejectionReason.STEP_UNKNOWN,
          "BITBUCKET_STEP_UUID",
          "not given",
          RawToken.shown(claims.all(), "stepUuid") + ", the token's claim stepUuid");
    }
    agree(TokenRejectionReason.STEP_MISMATCH, "BITBUCKET_STEP_UUID", step.stepUuid(), "stepUuid");
  }

  private String claim(String name) {
    return claims.text(name).orElse("");
  }
}
