package dev.spannerpipe.testing.cloud;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.oidc.BitbucketStep;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import dev.spannerpipe.testing.tls.Exposure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// An issuer like Bitbucket's, and Google's services set up for one repository of it as
/// setup-google.md says: a provider with a condition, a service account that this repository may
/// act as, and a runtime with an account attached.
public final class GoogleStandIns implements AutoCloseable {
  /// The account that may be impersonated.
  public static final String ACCOUNT = "migrator@acme-prod.iam.gserviceaccount.com";

  /// The account that is attached to the runtime.
  public static final String ATTACHED = "job@acme-prod.iam.gserviceaccount.com";

  private final BitbucketStep step = BitbucketStep.deployment();
  private final OidcIssuer issuer;
  private final OidcIssuer google = OidcIssuer.at("/google");
  private final Supplier<Instant> clock;
  private final IssuedTokens tokens;
  private final GoogleSts sts;
  private final GoogleIamCredentials iam;
  private final GoogleMetadata metadata;

  private GoogleStandIns(Supplier<Instant> clock, Exposure exposure) {
    this.clock = clock;
    issuer = OidcIssuer.ofWorkspace("acme", exposure);
    tokens = new IssuedTokens(clock);
    sts = new GoogleSts(tokens, provider(), exposure);
    iam = new GoogleIamCredentials(tokens, exposure);
    iam.bind(ACCOUNT, member());
    metadata = new GoogleMetadata(tokens, google, ATTACHED);
  }

  /// Starts them all; they go by this clock.
  public static GoogleStandIns by(Supplier<Instant> clock) {
    return by(clock, Exposure.LOOPBACK);
  }

  /// Starts them all, and exposes those of a deployment step: the issuer of its tokens, the token
  /// service and the credentials service.
  public static GoogleStandIns by(Supplier<Instant> clock, Exposure exposure) {
    return new GoogleStandIns(clock, exposure);
  }

  /// Returns the provider as it was set up.
  public Provider provider() {
    return Provider.of(
        issuer.issuer(),
        step.audience(),
        "assertion.workspaceUuid=='%s' && assertion.repositoryUuid in ['%s']"
            .formatted(step.workspaceUuid(), step.repositoryUuid()));
  }

  /// Returns the member that may act as the account.
  public String member() {
    return "principalSet://iam.googleapis.com/"
        + Provider.NAME.replaceFirst("/providers/.*", "")
        + "/attribute.environment/"
        + step.environmentUuid();
  }

  /// Returns a token of the step that is good for this long.
  public VerifiedToken token(Duration life) {
    return token(life, Map.of());
  }

  /// Returns a token with other claims than the step's.
  public VerifiedToken token(Duration life, Map<String, Object> others) {
    Map<String, Object> claims = step.claims(clock.get());
    claims.put("exp", clock.get().plus(life).getEpochSecond());
    claims.putAll(others);
    return verified(issuer.issue(claims));
  }

  /// Returns a signed token as the verifier would.
  public static VerifiedToken verified(String token) {
    try {
      JWTClaimsSet claims = TrustedIssuer.unchecked(token);
      return new VerifiedToken(
          new Secret(token),
          new Claims(
              claims.getIssuer(),
              claims.getSubject(),
              claims.getAudience(),
              claims.getIssueTime().toInstant(),
              claims.getExpirationTime().toInstant(),
              Json.parseObject(claims.toString())),
          "0".repeat(64));
    } catch (TrustedIssuer.ForgedException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  /// Returns the settings that lead here, with the account to impersonate.
  public GoogleSettings impersonation() {
    return settings(new GoogleSettings.Exchange(Provider.NAME, Optional.of(ACCOUNT)));
  }

  /// Returns the settings that lead here, without an account.
  public GoogleSettings direct() {
    return settings(new GoogleSettings.Exchange(Provider.NAME, Optional.empty()));
  }

  /// Returns the settings of the runtime.
  public GoogleSettings attached() {
    return settings(new GoogleSettings.Attached());
  }

  /// Returns settings that lead here.
  public GoogleSettings settings(GoogleSettings.Source source) {
    return new GoogleSettings(source, sts.address(), iam.address(), metadata.host());
  }

  /// Returns the step whose tokens they take.
  public BitbucketStep step() {
    return step;
  }

  /// Returns the issuer of its tokens.
  public OidcIssuer issuer() {
    return issuer;
  }

  /// Returns the issuer that stands for Google.
  public OidcIssuer google() {
    return google;
  }

  /// Returns what was given.
  public IssuedTokens tokens() {
    return tokens;
  }

  /// Returns the token service.
  public GoogleSts sts() {
    return sts;
  }

  /// Returns the credentials service.
  public GoogleIamCredentials iam() {
    return iam;
  }

  /// Returns the metadata server.
  public GoogleMetadata metadata() {
    return metadata;
  }

  @Override
  public void close() {
    issuer.close();
    google.close();
    sts.close();
    iam.close();
    metadata.close();
  }
}
