package dev.spannerpipe.doctor;

import dev.spannerpipe.access.Services;
import dev.spannerpipe.config.DoctorSettings;
import dev.spannerpipe.credentials.AccessReason;
import dev.spannerpipe.credentials.aws.AssumedRole;
import dev.spannerpipe.credentials.aws.AwsRole;
import dev.spannerpipe.credentials.aws.AwsSession;
import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.aws.IdentityProvider;
import dev.spannerpipe.credentials.aws.SessionPolicy;
import dev.spannerpipe.credentials.aws.WebIdentity;
import dev.spannerpipe.doctor.aws.AwsFixes;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LiveFindings;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Requests an AWS session that may use only the state machine, and reads the state machine with
/// this session.
record AwsProbe(AwsSettings role, DoctorSettings settings, Services services) {
  /// Records in `findings` whether AWS issues the session and lets it read the state machine.
  void examine(WebIdentity identity, String sessionName, LiveFindings.Collector findings) {
    session(identity, sessionName, findings).ifPresent(session -> machine(session, findings));
  }

  private String stateMachine() {
    return settings.stateMachineArn().orElseThrow();
  }

  private Optional<AwsSession> session(
      WebIdentity identity, String sessionName, LiveFindings.Collector findings) {
    try {
      AssumedRole assumed =
          new AwsRole(role, services.retry(), services.secrets()::add)
              .assume(
                  identity,
                  SessionPolicy.forStateMachine(stateMachine()),
                  sessionName,
                  Duration.ofHours(1));
      findings.note(
          Link.AWS_TRUST,
          "AWS issued a session as %s; its policy uses %d%% of the limit"
              .formatted(assumed.arn(), assumed.packedPolicyPercent()));
      assumed.warnings().forEach(warning -> findings.note(Link.AWS_SESSION, warning));
      return Optional.of(assumed.session());
    } catch (AccessFailure refusal) {
      refused(identity, refusal, findings);
    } catch (Failure refusal) {
      findings.broken(Link.AWS_TRUST, refusal);
    }
    return Optional.empty();
  }

  /// Reads the state machine but does not start it, so the permission to start it is not tested.
  private void machine(AwsSession session, LiveFindings.Collector findings) {
    List<String> denied = new ArrayList<>();
    try {
      Workflow.inspect(
          stateMachine(), settings.workflowEndpoint(), session, services.retry(), denied::add);
    } catch (Failure refusal) {
      findings.broken(Link.STATE_MACHINE, refusal);
      return;
    }
    if (denied.isEmpty()) {
      findings.note(
          Link.STATE_MACHINE, "it exists; only a start can show whether this role may start it");
    } else {
      findings.broken(
          Link.STATE_MACHINE,
          "the role lacks states:DescribeStateMachine on %s; AWS does not report whether it lacks other permissions"
              .formatted(stateMachine()),
          AwsFixes.permissions(role.roleArn(), SessionPolicy.forStateMachine(stateMachine())));
    }
  }

  private void refused(
      WebIdentity identity, AccessFailure refusal, LiveFindings.Collector findings) {
    Optional<IdentityProvider> provider =
        identity
            .claims()
            .map(Claims::issuer)
            .map(issuer -> new IdentityProvider(role.roleArn(), issuer, identity.audience()));
    if (provider.isPresent() && is(refusal, AccessReason.IDENTITY_PROVIDER_MISSING)) {
      findings.broken(Link.AWS_PROVIDER, refusal, AwsFixes.provider(provider.get()));
    } else if (provider.isPresent() && is(refusal, AccessReason.AUDIENCE_NOT_ALLOWED)) {
      findings.broken(Link.AWS_PROVIDER, refusal, AwsFixes.audience(provider.get()));
    } else {
      findings.broken(Link.AWS_TRUST, refusal);
    }
  }

  private static boolean is(AccessFailure refusal, AccessReason reason) {
    return refusal.reason().filter(reason.code()::equals).isPresent();
  }
}
