package dev.spannerpipe.cli;

import dev.spannerpipe.bitbucket.BuildContext;
import dev.spannerpipe.config.AccessSettings;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.credentials.AccessReason;
import dev.spannerpipe.credentials.AssumedRole;
import dev.spannerpipe.credentials.AwsRole;
import dev.spannerpipe.credentials.AwsSettings;
import dev.spannerpipe.credentials.GoogleAccessFactory;
import dev.spannerpipe.credentials.GoogleScopes;
import dev.spannerpipe.credentials.GoogleSettings;
import dev.spannerpipe.credentials.RenewedAccess;
import dev.spannerpipe.credentials.SessionPolicy;
import dev.spannerpipe.credentials.TokenTerms;
import dev.spannerpipe.credentials.WebIdentity;
import dev.spannerpipe.doctor.DecodedToken;
import dev.spannerpipe.doctor.Diagnosis;
import dev.spannerpipe.doctor.Link;
import dev.spannerpipe.doctor.LiveFindings;
import dev.spannerpipe.doctor.SpannerRights;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.JdkHttp;
import dev.spannerpipe.identity.TokenVerifier;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.policy.Policy;
import dev.spannerpipe.policy.PolicyReader;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.spanner.SpannerConnection;
import dev.spannerpipe.spanner.SpannerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Asks each service of the chain what it makes of this run, and goes on where one refuses.
final class Examination {
  private static final Set<String> OF_ACCOUNT =
      Set.of(
          AccessReason.IMPERSONATION_DENIED.code(),
          AccessReason.ACCOUNT_MISSING.code(),
          AccessReason.FEDERATED_TOKEN_REFUSED.code());

  private final Settings settings;
  private final AccessSettings access;
  private final Host host;
  private final BuildContext build;
  private final String sessionName;
  private final Http http = new JdkHttp();
  private final Retry retry;
  private final LiveFindings.Collector findings = new LiveFindings.Collector();

  Examination(Settings settings, Host host) {
    this.settings = settings;
    this.access = settings.access();
    this.host = host;
    this.build = host.build();
    this.sessionName = SessionNames.of(build, "doctor");
    this.retry = new Retry(host.time(), host.random()::nextDouble);
  }

  /// Returns what was found. Throws a `ConfigurationFailure` where a file cannot be read, and an
  /// [AccessFailure] where there is no token to look at.
  Diagnosis diagnose() {
    Optional<Policy> policy =
        access.policy().map(file -> PolicyReader.read(file, Optional.of(access.checkout())));
    Optional<VerifiedToken> verified = verify(policy);
    DecodedToken token =
        verified.map(each -> DecodedToken.of(each.claims())).orElseGet(this::unverified);
    access
        .google()
        .filter(from -> verified.isPresent() || from.source() instanceof GoogleSettings.Attached)
        .flatMap(from -> google(from, verified))
        .ifPresent(this::spanner);
    if (access.aws().isPresent() && settings.doctor().stateMachineArn().isPresent()) {
      verified.ifPresent(
          each -> aws(access.aws().get(), settings.doctor().stateMachineArn().get(), each));
    }
    return Diagnosis.of(
        token,
        new ExaminedFiles(settings, sessionName, build, host.time()).read(policy),
        findings.findings(),
        host.time().now());
  }

  private Optional<VerifiedToken> verify(Optional<Policy> policy) {
    if (access.identity().token().isEmpty()
        && access.google().map(GoogleSettings::source).orElse(null)
            instanceof GoogleSettings.Attached) {
      findings.note(Link.TOKEN, "there is none: this machine has an identity of its own");
      return Optional.empty();
    }
    if (access.identity().token().isEmpty()) {
      // Says what to do.
      return Optional.of(TokenVerifier.verify(access.identity(), http, retry, host.time()));
    }
    try {
      Secret token = access.identity().token().get();
      return Optional.of(
          new Identification(access.identity(), policy).verify(token, http, retry, host.time()));
    } catch (AccessFailure refusal) {
      findings.broken(Link.TOKEN, refusal);
      return Optional.empty();
    }
  }

  private DecodedToken unverified() {
    return access
        .identity()
        .token()
        .flatMap(DecodedToken::unverified)
        .orElseGet(() -> new DecodedToken(dev.spannerpipe.json.Json.object(), false));
  }

  private Optional<RenewedAccess> google(GoogleSettings from, Optional<VerifiedToken> token) {
    try {
      RenewedAccess opened =
          new GoogleAccessFactory(http, retry, host.time(), host.secrets()::add)
              .open(from, TokenTerms.of(GoogleScopes.DATA_AND_SCHEMA), token);
      opened.token();
      findings.note(
          link(from),
          "Google gave a token for %s; %s"
              .formatted(opened.identity(), opened.horizon().sentence(host.time().now())));
      return Optional.of(opened);
    } catch (Failure refusal) {
      findings.broken(
          isAboutAccount(refusal) ? Link.GOOGLE_BINDING : Link.GOOGLE_PROVIDER, refusal);
      return Optional.empty();
    }
  }

  private static boolean isAboutAccount(Failure refusal) {
    return refusal instanceof AccessFailure failure
        && failure.reason().filter(OF_ACCOUNT::contains).isPresent();
  }

  private static Link link(GoogleSettings from) {
    return switch (from.source()) {
      case GoogleSettings.Exchange(String _, Optional<String> account) when account.isEmpty() ->
          Link.GOOGLE_PROVIDER;
      case GoogleSettings.Exchange _,
          GoogleSettings.ConfigurationFile _,
          GoogleSettings.Attached _ ->
          Link.GOOGLE_BINDING;
    };
  }

  private void spanner(RenewedAccess opened) {
    SpannerSettings spanner = settings.spanner();
    try (SpannerConnection connection =
        SpannerConnection.open(spanner, Optional.of(opened), host.time(), retry)) {
      new SpannerRights(
              spanner.project(), spanner.instance(), spanner.database(), opened.identity())
          .examine(connection.permissions(SpannerRights.APPLY), findings);
    } catch (Failure refusal) {
      findings.broken(Link.SPANNER, refusal);
    }
  }

  private void aws(AwsSettings role, String stateMachine, VerifiedToken token) {
    try {
      AssumedRole assumed =
          new AwsRole(role, retry, host.secrets()::add)
              .assume(
                  WebIdentity.of(token),
                  SessionPolicy.forStateMachine(stateMachine),
                  sessionName,
                  Duration.ofHours(1));
      findings.note(
          Link.AWS_TRUST,
          "AWS gave a session as %s; its policy takes %d %% of the room"
              .formatted(assumed.arn(), assumed.packedPolicyPercent()));
      List<String> warnings = assumed.warnings();
      warnings.forEach(warning -> findings.note(Link.AWS_SESSION, warning));
    } catch (Failure refusal) {
      findings.broken(Link.AWS_TRUST, refusal);
    }
  }
}
