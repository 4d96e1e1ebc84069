package dev.spannerpipe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.JdkHttp;
import dev.spannerpipe.identity.IdentitySettings;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.policy.Policy;
import dev.spannerpipe.policy.PolicyReader;
import dev.spannerpipe.policy.PolicySettings;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.secret.Secrets;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.oidc.BitbucketStep;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose tokens are taken, with a policy and without one.
class IdentificationTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final BitbucketStep STEP = BitbucketStep.deployment();

  @TempDir Path directory;

  private final OidcIssuer bitbucket = OidcIssuer.ofWorkspace("acme");
  private final OidcIssuer other = OidcIssuer.at("/realms/acme");

  @AfterEach
  void close() {
    bitbucket.close();
    other.close();
  }

  private IdentitySettings settings(Optional<URI> issuer) {
    return new IdentitySettings(
        Optional.empty(),
        issuer,
        Optional.empty(),
        new IdentitySettings.Step(
            Optional.of(STEP.workspace()),
            Optional.of(STEP.workspaceUuid()),
            Optional.of(STEP.repositoryUuid()),
            Optional.of(STEP.environmentUuid()),
            Optional.of(STEP.stepUuid())));
  }

  /// Returns a policy that trusts both issuers; the second is of this profile.
  private Policy policy(String profile, String more) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("policy.yaml"),
            """
            version: 1
            issuers:
              bitbucket:
                profile: bitbucket
                issuer: %s
                workspaceUuid: "%s"
                audiences: ["%s"]
              other:
                profile: %s
                issuer: %s
                audiences: [my-pipe]
            %s
            rules:
              - id: all
                when: {issuer: bitbucket, repositoryUuid: "%s"}
                allow: [{do: [spanner.plan], on: spanner:projects/p/instances/i/databases/d}]
            """
                .formatted(
                    bitbucket.issuer(),
                    STEP.workspaceUuid(),
                    STEP.audience(),
                    profile,
                    other.issuer(),
                    more.isEmpty() ? "" : "    " + more,
                    STEP.repositoryUuid()));
    return PolicyReader.read(
        new PolicySettings(
            InputFile.ofStep(file, new CloneDirectory(file.resolveSibling("clone"))),
            Optional.empty()),
        Optional.empty());
  }

  private VerifiedToken verify(Identification identification, String token) {
    FastTime time = new FastTime(NOW, Duration.ZERO);
    Http network = new JdkHttp();
    return identification.verify(
        new Secret(token),
        new Services(
            call -> {
              assertThat(call.address().getHost()).isEqualTo("127.0.0.1");
              return network.send(call);
            },
            new Retry(time, () -> 0.5),
            time,
            new Secrets()));
  }

  private VerifiedToken verify(Policy policy, String token) {
    return verify(new Identification(settings(Optional.empty()), Optional.of(policy)), token);
  }

  private void assertRefused(Policy policy, String token, String message) {
    assertThatThrownBy(() -> verify(policy, token))
        .isInstanceOf(AccessFailure.class)
        .hasMessage("Could not trust the OIDC token: " + message);
  }

  private String ofBitbucket(Map<String, Object> others) {
    Map<String, Object> claims = STEP.claims(NOW);
    claims.putAll(others);
    return bitbucket.issue(claims);
  }

  private String ofTheOther(Map<String, Object> others) {
    Map<String, Object> claims =
        new HashMap<>(
            Map.of(
                "sub",
                "deployer",
                "aud",
                "my-pipe",
                "iat",
                NOW.getEpochSecond(),
                "exp",
                NOW.getEpochSecond() + 600));
    claims.putAll(others);
    return other.issue(claims);
  }

  @Test
  void refusesAnIssuerThatIsNoText() throws IOException {
    assertThatThrownBy(() -> verify(policy("oidc", ""), ofBitbucket(Map.of("iss", 5))))
        .isInstanceOf(AccessFailure.class)
        .hasMessage(
            "Could not trust the OIDC token: claim iss is the number 5, expected a string (claim_type). Configure the issuer to send this claim in its standard form.");
  }

  @Test
  void trustsTheIssuerOfTheSettingsWithoutAPolicy() {
    Identification identification =
        new Identification(settings(Optional.of(bitbucket.address())), Optional.empty());

    assertThat(verify(identification, ofBitbucket(Map.of())).claims().issuer())
        .isEqualTo(bitbucket.issuer());
    assertThatThrownBy(() -> verify(identification, ofTheOther(Map.of())))
        .isInstanceOf(AccessFailure.class)
        .hasMessageStartingWith("Could not trust the OIDC token: claim iss is \"");
  }

  @Test
  void trustsEachIssuerOfThePolicy() throws IOException {
    Policy policy = policy("oidc", "");

    assertThat(verify(policy, ofBitbucket(Map.of())).claims().issuer())
        .isEqualTo(bitbucket.issuer());
    assertThat(verify(policy, ofTheOther(Map.of())).claims().issuer()).isEqualTo(other.issuer());
  }

  @Test
  void trustsNoIssuerThatThePolicyDoesNotName() throws IOException {
    assertRefused(
        policy("oidc", ""),
        ofTheOther(Map.of("iss", "evil")),
        "claim iss is \"evil\", expected \""
            + bitbucket.issuer()
            + "\" (issuer_mismatch). Correct OIDC_ISSUER or BITBUCKET_WORKSPACE if they are wrong;"
            + " a token of another issuer is never accepted.");
  }

  @Test
  void takesNoTokenOfOneIssuerForAnothers() throws IOException {
    String[] parts = ofTheOther(Map.of("iss", bitbucket.issuer())).split("\\.", -1);
    String foreign =
        OidcIssuer.sign(
            bitbucket.header(),
            new com.nimbusds.jose.util.Base64URL(parts[1]).decode(),
            OidcIssuer.key(9, 2048));

    assertRefused(
        policy("oidc", ""),
        foreign,
        "its signature is invalid, expected a signature by the issuer's key (signature_invalid). Find out who"
            + " changed the token: it is not what the issuer signed.");
  }

  @Test
  void takesTheAlgorithmsOfThePolicy() throws IOException {
    assertRefused(
        policy("oidc", "algorithms: [ES256]"),
        ofTheOther(Map.of()),
        "header alg is \"RS256\", expected \"ES256\" (algorithm_not_allowed). Find out where this"
            + " token comes from: the issuer does not sign this way.");
  }

  @Test
  void takesNoTokenThatLivesLongerThanThePolicyAllows() throws IOException {
    Policy policy = policy("oidc", "maxAge: 10m");

    assertThat(verify(policy, ofTheOther(Map.of())).claims().subject()).isEqualTo("deployer");
    assertRefused(
        policy,
        ofTheOther(Map.of("exp", NOW.getEpochSecond() + 601)),
        "its lifetime from iat to exp is 601 s, expected at most 600 s (lifetime_not_allowed). Let the issuer issue tokens with a shorter lifetime, or raise maxAge of issuer other in the"
            + " policy.");
  }

  /// An address says less than the policy: a private one may stand for any of them.
  @Test
  void asksForWhatTheProfileOfThePolicyHas() throws IOException {
    assertRefused(
        policy("okta", ""),
        ofTheOther(Map.of()),
        "claim jti is absent, expected the token's own id (claim_missing). Let the issuer put this"
            + " claim into the token.");
    assertRefused(
        policy("google", ""),
        ofTheOther(Map.of("email", "ann@acme.example")),
        "claim email_verified is absent, expected true, because the claim email is present"
            + " (account_not_allowed). Use an account whose email address is verified.");
    assertRefused(
        policy("bitbucket", "workspaceUuid: \"" + STEP.workspaceUuid() + "\""),
        ofTheOther(Map.of()),
        "claim workspaceUuid is absent, expected a UUID in braces (claim_missing). Let the issuer"
            + " put this claim into the token.");
  }

  @Test
  void takesAStepOfBitbucketByWayOfAPrivateAddress() throws IOException {
    Map<String, Object> claims = STEP.claims(NOW, "my-pipe");

    VerifiedToken token =
        verify(
            policy("bitbucket", "workspaceUuid: \"" + STEP.workspaceUuid() + "\""),
            other.issue(claims));

    assertThat(token.claims().text("branchName")).contains("main");
  }
}
