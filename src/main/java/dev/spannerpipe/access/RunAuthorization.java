package dev.spannerpipe.access;

import dev.spannerpipe.config.AccessSettings;
import dev.spannerpipe.config.Command;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.credentials.google.GoogleAccessFactory;
import dev.spannerpipe.credentials.google.GoogleScopes;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.credentials.google.MetadataServer;
import dev.spannerpipe.credentials.google.RenewedAccess;
import dev.spannerpipe.credentials.google.TokenTerms;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.plan.review.ReviewedPlan;
import dev.spannerpipe.plan.review.ReviewedPlanReader;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.Decision;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.policy.IdentityLimits;
import dev.spannerpipe.policy.Issuer;
import dev.spannerpipe.policy.Origin;
import dev.spannerpipe.policy.Policy;
import dev.spannerpipe.policy.PolicyReader;
import dev.spannerpipe.policy.PolicySettings;
import dev.spannerpipe.record.AccessEvent.CredentialsIssued;
import dev.spannerpipe.record.AccessEvent.EndpointOverridden;
import dev.spannerpipe.record.AccessEvent.PolicyRead;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Verifies the identity of the run, decides whether the run may begin, and gets its credentials.
/// All of this happens before the first request to the database. Each result is recorded, including
/// each denial.
public final class RunAuthorization {
  private final Settings settings;
  private final AccessSettings access;
  private final boolean pullRequest;
  private final Services services;
  private final RunLog log;

  /// The accesses to Google Cloud that were opened; the key is the limits within which each access
  /// was opened. In mode `audit`, the policy is evaluated for an access within the policy's limits,
  /// but the run uses an access without limits.
  private final Map<IdentityLimits, RenewedAccess> chains = new HashMap<>();

  private RunAuthorization(Settings settings, boolean pullRequest, Services services, RunLog log) {
    this.settings = settings;
    this.access = settings.access();
    this.pullRequest = pullRequest;
    this.services = services;
    this.log = log;
  }

  /// Authorizes the run. Throws an [AccessFailure] if the token is rejected or the credentials are
  /// denied. Throws a `BlockedFailure` if the policy denies the run or the reviewed plan is for
  /// another database, and a `ConfigurationFailure` if the policy or the reviewed plan cannot be
  /// read.
  ///
  /// @param pullRequest whether the build belongs to a pull request
  /// @param log the log of the run, to which each result is added
  public static GrantedAccess open(
      Settings settings, boolean pullRequest, Services services, RunLog log) {
    return new RunAuthorization(settings, pullRequest, services, log).open();
  }

  /// Logs and records the addresses that replace the default addresses of services. Only a run that
  /// does not open access to a database has to call this method itself.
  public static void logEndpoints(Settings settings, RunLog log) {
    settings
        .access()
        .endpoints()
        .forEach((variable, address) -> log.add(new EndpointOverridden(variable, address)));
  }

  private GrantedAccess open() {
    logEndpoints(settings, log);
    Optional<ReviewedPlan> reviewed = reviewed();
    Optional<Policy> policy = access.policy().map(this::read);
    logPolicy(policy);
    Optional<VerifiedToken> token = token(policy);
    Optional<Guardrails> guardrails = policy.map(rules -> guardrails(rules, token, reviewed));
    Optional<Decision> decision = guardrails.map(rules -> begin(rules, token));
    IdentityLimits limits = decision.map(Decision::binding).orElse(IdentityLimits.NONE);
    return new GrantedAccess(
        PolicyLimits.within(settings.spanner(), limits),
        access.google().map(from -> credentials(from, limits, token)),
        guardrails,
        decision.flatMap(each -> acting(each.limits(), token)),
        token,
        reviewed);
  }

  /// Reads the reviewed plan. Commands other than `apply` have no plan, so they do not read the
  /// file.
  private Optional<ReviewedPlan> reviewed() {
    return settings.command() == Command.APPLY
        ? ReviewedPlanReader.read(access.reviewedPlan(), settings.spanner().databaseName())
        : access.reviewedPlan().sha256().map(ReviewedPlan::ofDigest);
  }

  private Policy read(PolicySettings file) {
    try {
      return PolicyReader.read(file, Optional.of(access.checkout()));
    } catch (Failure refusal) {
      log.add(
          Outcome.FAILED,
          PolicyRead.rejected(
              file.file().toString(), AccessEvents.refusal(refusal), refusal.details()));
      throw refusal;
    }
  }

  private void logPolicy(Optional<Policy> policy) {
    policy.ifPresent(
        rules -> {
          Origin origin = rules.origin();
          log.add(
              PolicyRead.of(origin.file(), origin.sha256(), origin.advice(), origin.sentence()));
          rules.warnings().forEach(log::warn);
        });
    if (policy.isEmpty() && access.google().isPresent() && writes()) {
      log.add(
          Outcome.SKIPPED,
          PolicyRead.none(
              "No policy is set (POLICY_FILE): only ALLOW_DESTRUCTIVE guards this database"));
    }
  }

  private boolean writes() {
    return switch (settings.command()) {
      case APPLY, ROLLBACK, UNLOCK, RESOLVE, WORKFLOW -> true;
      // Without a reviewed plan, it only shows one.
      case ADOPT -> access.reviewedPlan().sha256().isPresent();
      case PREVIEW, STATUS, HISTORY, DOCTOR, SERVE -> false;
    };
  }

  /// Returns the verified OIDC token of the run; empty if the run needs no token or has none. A run
  /// in an emulator and without a policy needs no token, unless it starts a workflow on AWS.
  private Optional<VerifiedToken> token(Optional<Policy> policy) {
    boolean asked =
        access.google().isPresent() || policy.isPresent() || settings.workflow().isPresent();
    return access
        .identity()
        .token()
        .filter(_ -> asked)
        .or(() -> policy.flatMap(this::tokenOfRuntime))
        .map(token -> verify(token, policy));
  }

  /// Returns an ID token from the Google runtime (the place in Google Cloud where the pipe runs),
  /// if the run uses the identity of the runtime and the policy trusts Google as an issuer.
  private Optional<Secret> tokenOfRuntime(Policy policy) {
    return access
        .google()
        .filter(from -> from.source() instanceof GoogleSettings.Attached)
        .flatMap(
            from ->
                policy.issuers().stream()
                    .filter(issuer -> issuer.profile() == Issuer.Profile.GOOGLE)
                    .findFirst()
                    .map(issuer -> tokenOfRuntime(from, issuer.audiences().getFirst())));
  }

  private Secret tokenOfRuntime(GoogleSettings from, String audience) {
    MetadataServer server =
        MetadataServer.at(from.metadataHost(), services.http(), services.retry(), services.time());
    return services.secrets().add(server.idToken(audience));
  }

  private VerifiedToken verify(Secret token, Optional<Policy> policy) {
    try {
      VerifiedToken verified =
          new Identification(access.identity(), policy).verify(token, services);
      log.subject(verified.claims().recorded());
      log.add(AccessEvents.verified(verified));
      return verified;
    } catch (AccessFailure refusal) {
      log.add(Outcome.FAILED, AccessEvents.refused(token, refusal));
      throw refusal;
    }
  }

  private Guardrails guardrails(
      Policy policy, Optional<VerifiedToken> token, Optional<ReviewedPlan> reviewed) {
    return new Guardrails(
        policy,
        token.map(VerifiedToken::claims),
        Guardrails.target(settings.spanner().name()),
        pullRequest,
        reviewed.map(ReviewedPlan::sha256),
        settings.command() == Command.APPLY || settings.command() == Command.ADOPT,
        services.time()::now);
  }

  private Decision begin(Guardrails guardrails, Optional<VerifiedToken> token) {
    Decision rules = guardrails.decide(actions(), guardrails.database());
    Decision decision = rules.allowed() ? held(rules, token) : rules;
    PolicyGate.log(log, decision);
    decision.require("Could not begin on " + settings.spanner().databaseName());
    return decision;
  }

  private Decision held(Decision rules, Optional<VerifiedToken> token) {
    return acting(rules.limits(), token)
        .map(acting -> PolicyLimits.hold(rules, acting))
        .orElse(rules);
  }

  /// Returns the Google identity that the run has if these limits apply. Mode `audit` also needs
  /// the identity within the policy's limits, in order to report what mode `enforce` would deny.
  private Optional<GoogleIdentity> acting(IdentityLimits limits, Optional<VerifiedToken> token) {
    return access
        .google()
        .map(
            from -> {
              RenewedAccess opened = opened(from, limits, token);
              boolean attached = from.source() instanceof GoogleSettings.Attached;
              return new GoogleIdentity(
                  attached ? attachedIdentity(token, opened) : opened.identity(),
                  attached,
                  terms(limits).scopes(),
                  opened.longest(),
                  PolicyLimits.within(settings.spanner(), limits).databaseRole());
            });
  }

  /// Returns the identity of the Google runtime: the email address in the run's OIDC token, if the
  /// token came from the runtime; otherwise the identity that the opened access reports.
  private String attachedIdentity(Optional<VerifiedToken> token, RenewedAccess opened) {
    return token
        .filter(_ -> access.identity().token().isEmpty())
        .flatMap(verified -> verified.claims().text("email"))
        .orElseGet(opened::identity);
  }

  /// Returns the actions that the policy must allow before the run may begin. The changes that a
  /// plan makes are checked later, when the plan is known. The command `resolve` always needs
  /// schema changes: if an unfinished run may have requested a schema operation, the pipe first
  /// submits a schema change without effect under the same operation id. After that, a late request
  /// with this id has no effect.
  private List<Action> actions() {
    return switch (settings.command()) {
      case ADOPT ->
          writes()
              ? List.of(Action.SPANNER_PLAN, Action.SPANNER_DML)
              : List.of(Action.SPANNER_PLAN);
      case APPLY, PREVIEW, STATUS, ROLLBACK, WORKFLOW, DOCTOR -> List.of(Action.SPANNER_PLAN);
      case HISTORY -> List.of(Action.SPANNER_READ);
      case UNLOCK -> List.of(Action.SPANNER_PLAN, Action.SPANNER_DML);
      case RESOLVE -> List.of(Action.SPANNER_PLAN, Action.SPANNER_DDL, Action.SPANNER_DML);
      case SERVE -> List.of();
    };
  }

  private RenewedAccess credentials(
      GoogleSettings from, IdentityLimits limits, Optional<VerifiedToken> token) {
    try {
      RenewedAccess opened = opened(from, limits, token);
      opened.token();
      log.identity(identity(opened.identity()));
      logCredentials(opened);
      return opened;
    } catch (Failure refusal) {
      log.add(Outcome.FAILED, CredentialsIssued.denied(AccessEvents.refusal(refusal)));
      throw refusal;
    }
  }

  private RenewedAccess opened(
      GoogleSettings from, IdentityLimits limits, Optional<VerifiedToken> token) {
    return chains.computeIfAbsent(
        limits,
        _ ->
            new GoogleAccessFactory(
                    services.http(), services.retry(), services.time(), services.secrets()::add)
                .open(PolicyLimits.within(from, limits), terms(limits), token));
  }

  private TokenTerms terms(IdentityLimits limits) {
    GoogleScopes scopes =
        settings.command() == Command.HISTORY ? GoogleScopes.DATA : GoogleScopes.DATA_AND_SCHEMA;
    return PolicyLimits.within(TokenTerms.of(scopes), limits);
  }

  private static Map<String, String> identity(String identity) {
    return Map.of(identity.contains("@") ? "serviceAccount" : "principal", identity);
  }

  private void logCredentials(RenewedAccess opened) {
    CredentialLifetime horizon = opened.horizon();
    Optional<Duration> timeout = settings.apply().timeout();
    Instant now = services.time().now();
    String enough = writes() ? CredentialLifetimeCheck.clause(horizon, timeout, now) : "";
    log.add(
        CredentialsIssued.of(
            opened.identity(), horizon.sentence(now) + enough, horizon.until().orElse(null), null));
    CredentialLifetimeCheck.warning(horizon, timeout, now).ifPresent(log::warn);
  }
}
