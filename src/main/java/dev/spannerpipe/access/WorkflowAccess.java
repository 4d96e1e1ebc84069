package dev.spannerpipe.access;

import dev.spannerpipe.config.Settings;
import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.credentials.aws.AssumedRole;
import dev.spannerpipe.credentials.aws.AwsRole;
import dev.spannerpipe.credentials.aws.AwsSession;
import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.aws.SessionPolicy;
import dev.spannerpipe.credentials.aws.WebIdentity;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.credentials.google.MetadataServer;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.policy.IdentityLimits;
import dev.spannerpipe.record.AccessEvent.CredentialsIssued;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Gets credentials for AWS that allow only what the deployment workflow needs. The credentials are
/// requested once, for as long as the run may need them, because they cannot be renewed after the
/// OIDC token has expired. Each result is recorded, including each denial.
public final class WorkflowAccess {
  /// How much longer the AWS session lasts than the workflow may take. The migration comes before
  /// the workflow and takes an unknown time, and a workflow that takes too long may have to be
  /// stopped.
  private static final Duration BESIDES = Duration.ofMinutes(30);

  private final Settings settings;
  private final WorkflowSettings workflow;
  private final Services services;
  private final String sessionName;
  private final GrantedAccess access;
  private final RunLog log;

  /// @param sessionName the name that identifies the run in AWS CloudTrail
  public WorkflowAccess(
      Settings settings,
      WorkflowSettings workflow,
      Services services,
      String sessionName,
      GrantedAccess access,
      RunLog log) {
    this.settings = settings;
    this.workflow = workflow;
    this.services = services;
    this.sessionName = sessionName;
    this.access = access;
    this.log = log;
  }

  /// Returns the credentials. Throws an `AccessFailure` if AWS denies them.
  ///
  /// @param executionArns a pattern for the ARNs of the executions that the session may access
  /// @param limits the limits that the policy requires
  public AwsSession open(String executionArns, IdentityLimits limits) {
    try {
      WebIdentity identity = identity();
      AssumedRole role = assume(identity, executionArns, limits);
      log.identity(Map.of("roleSession", role.session().sessionName()));
      logCredentials(role, identity);
      return role.session();
    } catch (Failure refusal) {
      log.add(Outcome.FAILED, CredentialsIssued.denied(AccessEvents.refusal(refusal)));
      throw refusal;
    }
  }

  private AwsSettings role() {
    return settings.access().aws().orElseThrow();
  }

  private boolean mayRedrive() {
    return workflow.onFailure() == WorkflowSettings.OnFailure.REDRIVE;
  }

  /// Returns the token to exchange at AWS. If the run's OIDC token came from the Google runtime, it
  /// has the audience that the policy requires. AWS may require another audience, so in this case
  /// the runtime is asked for another token.
  private WebIdentity identity() {
    if (settings.access().identity().token().isPresent()) {
      return WebIdentity.of(access.token().orElseThrow());
    }
    GoogleSettings runtime = settings.access().google().orElseThrow();
    return WebIdentity.attached(
        MetadataServer.at(
                runtime.metadataHost(), services.http(), services.retry(), services.time())
            ::idToken,
        settings.access().identity().audience().orElse(AwsSettings.AUDIENCE));
  }

  private AssumedRole assume(WebIdentity identity, String executionArns, IdentityLimits limits) {
    return new AwsRole(role(), services.retry(), services.secrets()::add)
        .assume(
            identity,
            SessionPolicy.forExecutions(
                workflow.stateMachineArn(),
                executionArns,
                mayRedrive(),
                workflow.onTimeout() == WorkflowSettings.OnTimeout.STOP),
            sessionName,
            PolicyLimits.awsSession(needed(), limits));
  }

  private Duration needed() {
    Duration most = workflow.timeout().plus(BESIDES);
    Optional<Duration> left =
        settings.apply().timeout().map(end -> end.minus(services.time().elapsed()));
    return left.filter(rest -> rest.compareTo(most) < 0).orElse(most);
  }

  private void logCredentials(AssumedRole role, WebIdentity identity) {
    CredentialLifetime horizon =
        new CredentialLifetime(
            Optional.of(role.session().expiresAt()), identity.claims().map(Claims::expiresAt));
    log.add(
        CredentialsIssued.of(
            role.arn(),
            horizon.sentence(services.time().now()),
            horizon.until().orElse(null),
            (long) role.packedPolicyPercent()));
    role.warnings().forEach(log::warn);
  }
}
