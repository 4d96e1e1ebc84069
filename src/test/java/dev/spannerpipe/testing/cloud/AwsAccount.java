package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.testing.oidc.BitbucketStep;
import dev.spannerpipe.testing.stepfunctions.StandIn.Grant;
import dev.spannerpipe.testing.tls.Exposure;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// An AWS account that is set up as setup-aws.md says: a role that the steps of one deployment
/// environment may take on, and Step Functions, which lets in who has a session of the token
/// service, for what the session's policy allows.
public final class AwsAccount implements AutoCloseable {
  /// The role.
  public static final String ROLE = "arn:aws:iam::123456789012:role/deploy";

  private static final int LONGEST_SECONDS = 7_200;

  private final AwsSts sts;
  private final dev.spannerpipe.testing.stepfunctions.StandIn workflows;
  private final String issuer;
  private final BitbucketStep step;
  private Optional<SessionRights> roleRights = Optional.empty();

  private AwsAccount(String issuer, BitbucketStep step, InstantSource clock, Exposure exposure) {
    this.sts = new AwsSts(clock::instant, exposure);
    this.workflows = dev.spannerpipe.testing.stepfunctions.StandIn.start(clock, exposure);
    this.issuer = issuer;
    this.step = step;
    sts.register(issuer, step.audience());
    workflows.accept(this::grant);
    limitSessions(LONGEST_SECONDS);
  }

  /// Starts one that believes this issuer and goes by this clock.
  public static AwsAccount trusting(String issuer, BitbucketStep step, InstantSource clock) {
    return trusting(issuer, step, clock, Exposure.LOOPBACK);
  }

  /// Starts one that is reached like this, and reaches the issuer like this.
  public static AwsAccount trusting(
      String issuer, BitbucketStep step, InstantSource clock, Exposure exposure) {
    return new AwsAccount(issuer, step, clock, exposure);
  }

  /// Sets the role's maximum session duration.
  public void limitSessions(int seconds) {
    sts.role(ROLE, trust(issuer, step), seconds);
  }

  /// Returns the trust policy of a role for a step's repository and environment.
  public static String trust(String issuer, BitbucketStep step) {
    String provider = CloudShell.withoutScheme(issuer);
    return trust(
        "arn:aws:iam::123456789012:oidc-provider/" + provider,
        """
        "StringEquals":{"%1$s:aud":"%2$s"},
        "StringLike":{"%1$s:sub":"%3$s:%4$s:*","sts:RoleSessionName":"bb-*"}
        """
            .formatted(provider, step.audience(), step.repositoryUuid(), step.environmentUuid()));
  }

  /// Lets what Google attaches to a runtime take on the role, and nobody else.
  ///
  /// @param google the issuer that stands for Google
  /// @param audience whom its tokens must be for
  public void trustGoogle(String google, String audience) {
    sts.setGoogle(google);
    sts.role(
        ROLE,
        trust(
            "accounts.google.com",
            "\"StringEquals\":{\"accounts.google.com:oaud\":\"%s\"}".formatted(audience)),
        LONGEST_SECONDS);
  }

  private static String trust(String federated, String condition) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
     "Action":"sts:AssumeRoleWithWebIdentity",
     "Principal":{"Federated":"%s"},"Condition":{%s}}]}
    """
        .formatted(federated, condition);
  }

  /// Lets the role do no more than this policy allows; before, it may do everything.
  public void allowRole(String policy) {
    roleRights = Optional.of(SessionRights.parse(policy));
  }

  /// A session can do what both its role and its own policy allow.
  private boolean allows(String sessionPolicy, String action, String resource) {
    return SessionRights.parse(sessionPolicy).allow(action, resource)
        && roleRights.map(rights -> rights.allow(action, resource)).orElse(true);
  }

  private Optional<Grant> grant(String accessKeyId) {
    return sts.sessions().stream()
        .filter(session -> session.accessKeyId().equals(accessKeyId))
        .findFirst()
        .map(
            session ->
                new Grant(
                    session.sessionToken(),
                    session.endsAt(),
                    (action, resource) -> allows(session.policy(), action, resource)));
  }

  /// Returns the token service.
  public AwsSts sts() {
    return sts;
  }

  /// Returns Step Functions.
  public dev.spannerpipe.testing.stepfunctions.StandIn workflows() {
    return workflows;
  }

  /// Returns the variables that lead here.
  public Map<String, String> variables() {
    return Map.of(
        "AWS_OIDC_ROLE_ARN", ROLE,
        "AWS_ENDPOINT_URL_STS", sts.address().toString(),
        "AWS_ENDPOINT_URL_SFN", workflows.address().toString());
  }

  @Override
  public void close() {
    sts.close();
    workflows.close();
  }
}
