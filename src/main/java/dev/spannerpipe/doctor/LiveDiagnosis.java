package dev.spannerpipe.doctor;

import dev.spannerpipe.access.Identification;
import dev.spannerpipe.access.Services;
import dev.spannerpipe.config.AccessSettings;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.credentials.AccessReason;
import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.aws.WebIdentity;
import dev.spannerpipe.credentials.google.GoogleAccessFactory;
import dev.spannerpipe.credentials.google.GoogleScopes;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.credentials.google.MetadataServer;
import dev.spannerpipe.credentials.google.RenewedAccess;
import dev.spannerpipe.credentials.google.TokenTerms;
import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LiveFindings;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.identity.TokenRejectionReason;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.policy.Policy;
import dev.spannerpipe.policy.PolicyReader;
import dev.spannerpipe.retry.Stop;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.spanner.SpannerConnection;
import dev.spannerpipe.spanner.SpannerSettings;
import java.util.Optional;
import java.util.Set;

/// Tests the chain of trust, which leads from the run's OIDC token to the services that the run
/// uses. Sends a request to each service with the identity of this run, and continues if a service
/// rejects the identity.
public final class LiveDiagnosis {
  private static final Set<String> OF_ACCOUNT =
      Set.of(
          AccessReason.IMPERSONATION_DENIED.code(),
          AccessReason.ACCOUNT_MISSING.code(),
          AccessReason.FEDERATED_TOKEN_REFUSED.code());

  private final Settings settings;
  private final AccessSettings access;
  private final Services services;
  private final Stop stop;
  private final boolean pullRequest;
  private final String sessionName;
  private final LiveFindings.Collector findings = new LiveFindings.Collector();

  /// @param stop requests that the diagnosis ends early
  /// @param pullRequest whether the step builds a pull request
  /// @param sessionName the name of the AWS session, which AWS's audit log shows
  public LiveDiagnosis(
      Settings settings, Services services, Stop stop, boolean pullRequest, String sessionName) {
    this.settings = settings;
    this.access = settings.access();
    this.services = services;
    this.stop = stop;
    this.pullRequest = pullRequest;
    this.sessionName = sessionName;
  }

  /// Returns the diagnosis. Throws a `ConfigurationFailure` if a file cannot be read.
  public Diagnosis diagnose() {
    Optional<Policy> policy =
        access.policy().map(file -> PolicyReader.read(file, Optional.of(access.checkout())));
    TrustFiles files =
        new TrustFileLoader(settings, sessionName, pullRequest, services.time()).read(policy);
    if (settings.isSpannerOpen()) {
      new DatabaseProbe(settings.spanner(), services, stop).examine(findings);
    }
    DecodedToken token = isTokenNeeded(files) ? chain(policy) : withoutChain();
    return Diagnosis.of(token, files, findings.findings(), services.time().now());
  }

  /// Returns whether the diagnosis needs a token. It needs one for Spanner, unless Spanner needs no
  /// credentials, as in an emulator. It also needs one for AWS, and to compare it with the trust
  /// files, if there are any.
  private boolean isTokenNeeded(TrustFiles files) {
    return !settings.isSpannerOpen()
        || access.aws().isPresent()
        || files.googleProvider().isPresent()
        || files.serviceAccountPolicy().isPresent()
        || files.awsTrustPolicy().isPresent()
        || files.policy().isPresent();
  }

  private DecodedToken withoutChain() {
    findings.note(
        Link.TOKEN,
        "no token, trust or credentials are needed for " + settings.spanner().address());
    return DecodedToken.NONE;
  }

  /// Tests each link of the chain of trust, and returns the token that was tested.
  private DecodedToken chain(Optional<Policy> policy) {
    Optional<VerifiedToken> verified = isAttached() ? Optional.empty() : verify(policy);
    DecodedToken token =
        isAttached()
            ? ofRuntime()
            : verified.map(each -> DecodedToken.of(each.claims())).orElseGet(this::unverified);
    if (verified.isEmpty() && !isAttached()) {
      logUntested();
    }
    access
        .google()
        .filter(_ -> verified.isPresent() || isAttached())
        .flatMap(from -> google(from, verified))
        .ifPresent(opened -> spanner(opened, verified, token));
    identity(verified).ifPresent(this::aws);
    return token;
  }

  /// Adds a finding for each service to which no request was sent because there is no trusted
  /// token.
  private void logUntested() {
    String text =
        "not tested: "
            + (access.identity().token().isEmpty()
                ? "there is no token"
                : "the token is not trusted");
    if (access.google().isPresent()) {
      findings.note(Link.GOOGLE_PROVIDER, text);
      findings.note(Link.SPANNER, text);
    } else if (!settings.isSpannerOpen()) {
      findings.note(Link.SPANNER, "not tested: no credentials for Spanner are configured");
    }
    if (access.aws().isPresent()) {
      findings.note(Link.AWS_TRUST, text);
    }
  }

  private boolean isAttached() {
    return access.identity().token().isEmpty()
        && access.google().map(GoogleSettings::source).orElse(null)
            instanceof GoogleSettings.Attached;
  }

  private Optional<VerifiedToken> verify(Optional<Policy> policy) {
    if (access.identity().token().isEmpty()) {
      TokenRejectionReason missing = TokenRejectionReason.TOKEN_MISSING;
      findings.broken(
          Link.TOKEN,
          new AccessFailure(missing.code(), "the step has no OIDC token", missing.action()));
      return Optional.empty();
    }
    try {
      Secret token = access.identity().token().get();
      return Optional.of(new Identification(access.identity(), policy).verify(token, services));
    } catch (AccessFailure refusal) {
      findings.broken(Link.TOKEN, refusal);
      return Optional.empty();
    }
  }

  private DecodedToken unverified() {
    return access.identity().token().flatMap(DecodedToken::unverified).orElse(DecodedToken.NONE);
  }

  /// Returns the claims of the identity that is attached to this Google runtime. The claims come
  /// from the token that Google's metadata server issues for AWS. The token is not verified.
  private DecodedToken ofRuntime() {
    findings.note(
        Link.TOKEN,
        "the run has no OIDC token; it uses the identity that is attached to this Google runtime");
    try {
      Secret token = services.secrets().add(runtime().token().get());
      return DecodedToken.unverified(token).orElse(DecodedToken.NONE);
    } catch (AccessFailure refusal) {
      findings.broken(Link.TOKEN, refusal);
      return DecodedToken.NONE;
    }
  }

  private WebIdentity runtime() {
    String metadata = access.google().orElseThrow().metadataHost();
    return WebIdentity.attached(
        MetadataServer.at(metadata, services.http(), services.retry(), services.time())::idToken,
        access.identity().audience().orElse(AwsSettings.AUDIENCE));
  }

  private Optional<WebIdentity> identity(Optional<VerifiedToken> verified) {
    return isAttached() ? Optional.of(runtime()) : verified.map(WebIdentity::of);
  }

  private Optional<RenewedAccess> google(GoogleSettings from, Optional<VerifiedToken> token) {
    try {
      RenewedAccess opened =
          new GoogleAccessFactory(
                  services.http(), services.retry(), services.time(), services.secrets()::add)
              .open(from, TokenTerms.of(GoogleScopes.DATA_AND_SCHEMA), token);
      opened.token();
      findings.note(
          link(from),
          "Google issued a token for %s; %s"
              .formatted(opened.identity(), opened.horizon().sentence(services.time().now())));
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

  private void spanner(RenewedAccess opened, Optional<VerifiedToken> verified, DecodedToken token) {
    SpannerSettings spanner = settings.spanner();
    try (SpannerConnection connection =
        SpannerConnection.open(
            spanner, Optional.of(opened), services.time(), services.retry(), stop)) {
      new SpannerRights(
              spanner.name().project(),
              spanner.name().instance(),
              spanner.name().database(),
              opened.identity(),
              member(verified, token))
          .examine(connection.permissions(SpannerRights.requiredPermissions()), findings);
    } catch (Failure refusal) {
      findings.broken(Link.SPANNER, refusal);
    }
  }

  /// Returns the identity of this run as a member of an IAM policy, such as
  /// `serviceAccount:name@project.iam.gserviceaccount.com`.
  private String member(Optional<VerifiedToken> verified, DecodedToken token) {
    GoogleSettings.Exchange exchange =
        switch (access.google().orElseThrow().source()) {
          case GoogleSettings.Exchange given -> given;
          case GoogleSettings.ConfigurationFile file -> file.read();
          case GoogleSettings.Attached _ ->
              new GoogleSettings.Exchange("", Optional.of(token.email().orElse("SERVICE_ACCOUNT")));
        };
    return exchange
        .serviceAccount()
        .map(account -> "serviceAccount:" + account)
        .orElseGet(() -> exchange.member(verified.orElseThrow().claims()));
  }

  private void aws(WebIdentity identity) {
    if (access.aws().isPresent() && settings.doctor().stateMachineArn().isPresent()) {
      new AwsProbe(access.aws().get(), settings.doctor(), services)
          .examine(identity, sessionName, findings);
    }
  }
}
