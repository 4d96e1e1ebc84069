package dev.spannerpipe.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.oidc.OidcIssuer;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A token that is trusted, with one claim changed and signed again by its issuer.
class TokenClaimsTest {
  private static final long NOW = Trial.NOW.getEpochSecond();

  private static OidcIssuer issuer;
  private Trial trial;

  @BeforeAll
  static void open() {
    issuer = OidcIssuer.ofWorkspace("acme");
  }

  @AfterAll
  static void close() {
    issuer.close();
  }

  @BeforeEach
  void begin() {
    trial = new Trial(issuer);
  }

  @Test
  void takesTheTokenOfTheStep() {
    VerifiedToken verified = trial.accept(trial.token(_ -> {}));

    assertThat(verified.claims().issuer()).isEqualTo(issuer.issuer());
    assertThat(verified.claims().audience()).containsExactly(Trial.STEP.audience());
    assertThat(verified.claims().expiresAt()).isEqualTo(Trial.NOW.plusSeconds(3600));
    assertThat(verified.claims().text("branchName")).contains("main");
    assertThat(verified.claims().recorded())
        .isEqualTo(
            Map.of(
                "issuer", issuer.issuer(),
                "repositoryUuid", Trial.STEP.repositoryUuid(),
                "environmentUuid", Trial.STEP.environmentUuid(),
                "branch", Trial.STEP.branch(),
                "pipeline", Trial.STEP.pipelineUuid(),
                "step", Trial.STEP.stepUuid()));
    assertThat(verified.sha256()).matches("[0-9a-f]{64}");
    assertThat(verified.toString()).doesNotContain("eyJ");
  }

  @Test
  void asksTheIssuerTwiceAndNoMore() {
    issuer.forgetRequests();
    TokenVerifier verifier = trial.verifier();

    verifier.verify(new Secret(trial.token(_ -> {})));
    verifier.verify(new Secret(trial.token("branchName", "other")));

    assertThat(issuer.requests())
        .containsExactly("/.well-known/openid-configuration", "/keys.json");
  }

  @Test
  void endsTheRunWithTheReason() {
    IdentitySettings settings =
        new IdentitySettings(
            Optional.of(new Secret(trial.token("exp", NOW + 30))),
            Optional.of(issuer.address()),
            Optional.empty(),
            trial.step());

    assertThatThrownBy(() -> trial.verify(settings))
        .isInstanceOfSatisfying(
            AccessFailure.class,
            failure -> {
              assertThat(failure.exitCode()).isEqualTo(ExitCode.ACCESS);
              assertThat(failure.reason()).contains("token_expired");
            })
        .hasMessage(
            "Could not trust the OIDC token: claim exp is 2026-03-01T12:00:30Z, expected later than"
                + " 2026-03-01T12:00:30Z (token_expired). Run the step again: a token cannot be"
                + " renewed inside a step.");
  }

  @Test
  void wantsAToken() {
    IdentitySettings settings =
        new IdentitySettings(
            Optional.empty(), Optional.of(issuer.address()), Optional.empty(), trial.step());

    assertThatThrownBy(() -> TokenVerifier.verify(settings, null, null, null))
        .isInstanceOf(AccessFailure.class)
        .hasMessage(
            "Could not trust the OIDC token: it is missing, expected the token of the step"
                + " (token_missing). Set oidc: true on the step; outside of Bitbucket Pipelines,"
                + " set OIDC_TOKEN.");
  }

  @Test
  void refusesAPayloadWithAClaimTwice() {
    String json = Trial.json(trial.claims());

    trial.refuse(
        issuer.sign(issuer.header(), json.replace("{\"iss\"", "{\"branchName\":\"prod\",\"iss\"")),
        TokenRejectionReason.PAYLOAD_MALFORMED,
        "its payload is malformed: it has an object with a duplicate member, expected a JSON object");
  }

  @Test
  void refusesAPayloadWithSomethingBehindIt() {
    trial.refuse(
        issuer.sign(issuer.header(), Trial.json(trial.claims()) + "{}"),
        TokenRejectionReason.PAYLOAD_MALFORMED,
        "its payload is malformed: it is not JSON, expected a JSON object");
  }

  @Test
  void refusesHalfACharacter() {
    trial.refuse(
        issuer.sign(issuer.header(), Trial.json(trial.claims()).replace("\"main\"", "\"\\ud800\"")),
        TokenRejectionReason.PAYLOAD_MALFORMED,
        "its payload is malformed: it has an unpaired surrogate, expected a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          %s/                  | , from which it differs at character 84
          https://evil.example | , from which it differs at character 5
          accounts.google.com  | ''
          """)
  void refusesTheTokenOfAnotherIssuer(String shape, String difference) {
    String other = shape.formatted(issuer.issuer());
    int place = issuer.issuer().length() + 1;

    trial.refuse(
        trial.token("iss", other),
        TokenRejectionReason.ISSUER_MISMATCH,
        "claim iss is \""
            + other
            + "\", expected \""
            + issuer.issuer()
            + "\""
            + difference.replace("84", String.valueOf(place)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "aud", "iat", "exp"})
  void refusesAMissingClaim(String claim) {
    trial.refuse(
        trial.tokenWithout(claim),
        TokenRejectionReason.CLAIM_MISSING,
        "claim " + claim + " is absent, expected a value");
  }

  @Test
  void refusesASubjectThatIsANumber() {
    trial.refuse(
        trial.token("sub", 5),
        TokenRejectionReason.CLAIM_TYPE,
        "claim sub is the number 5, expected a string");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 256})
  void refusesASubjectOfWrongLength(int length) {
    String shown =
        length == 0 ? "\"\"" : "\"" + "s".repeat(120) + "…\" (" + length + " characters)";

    trial.refuse(
        trial.token("sub", "s".repeat(length)),
        TokenRejectionReason.CLAIM_TYPE,
        "claim sub is " + shown + ", expected a string of 1 to 255 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iat", "exp"})
  void refusesATimeThatIsNoNumber(String claim) {
    trial.refuse(
        trial.token(claim, "1772366400"),
        TokenRejectionReason.CLAIM_TYPE,
        "claim " + claim + " is \"1772366400\", expected a time in seconds since 1970");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 253_402_300_800L})
  void refusesATimeOutOfReach(long seconds) {
    trial.refuse(
        trial.token("exp", seconds),
        TokenRejectionReason.CLAIM_TYPE,
        "claim exp is the number " + seconds + ", expected a time in seconds since 1970");
  }

  @ParameterizedTest
  @CsvSource({"86401,86401", "0,0", "-5,-5", "315360000,315360000"})
  void refusesAnyLifeButOfADayAtMost(long life, long shown) {
    trial.refuse(
        trial.token(
            claims -> {
              claims.put("iat", NOW);
              claims.put("exp", NOW + life);
            }),
        TokenRejectionReason.LIFETIME_NOT_ALLOWED,
        "its lifetime from iat to exp is " + shown + " s, expected 1 to 86400");
  }

  @Test
  void takesALifeOfADay() {
    trial.accept(
        trial.token(
            claims -> {
              claims.put("iat", NOW);
              claims.put("exp", NOW + 86_400);
            }));
  }

  @Test
  void refusesATokenFromTheFuture() {
    trial.accept(trial.token("iat", NOW + 30));
    trial.refuse(
        trial.token("iat", NOW + 31),
        TokenRejectionReason.ISSUED_IN_FUTURE,
        "claim iat is 2026-03-01T12:00:31Z, expected not after 2026-03-01T12:00:30Z");
  }

  @Test
  void refusesATokenThatIsOverWithinHalfAMinute() {
    String before = "claim exp is 2026-03-01T12:00:30Z, expected later than 2026-03-01T12:00:30Z";

    trial.accept(
        trial.token(
            claims -> {
              claims.put("iat", NOW - 60);
              claims.put("exp", NOW + 31);
            }));
    trial.refuse(trial.token("exp", NOW + 30), TokenRejectionReason.TOKEN_EXPIRED, before);
    trial.refuse(
        trial.token(
            claims -> {
              claims.put("iat", NOW - 3600);
              claims.put("exp", NOW - 30);
            }),
        TokenRejectionReason.TOKEN_EXPIRED,
        before.replaceFirst("12:00:30", "11:59:30"));
  }

  @Test
  void refusesATokenWhoseTimeHasNotCome() {
    trial.accept(trial.token("nbf", NOW + 30));
    trial.refuse(
        trial.token("nbf", NOW + 31),
        TokenRejectionReason.TOKEN_NOT_YET_VALID,
        "claim nbf is 2026-03-01T12:00:31Z, expected not after 2026-03-01T12:00:30Z");
    trial.refuse(
        trial.token("nbf", "soon"),
        TokenRejectionReason.CLAIM_TYPE,
        "claim nbf is \"soon\", expected a time in seconds since 1970");
  }

  @Test
  void takesOneOfSeveralAudiences() {
    trial.accept(trial.token("aud", List.of("sts.amazonaws.com", Trial.STEP.audience())));
    trial
        .expecting("my-pipe")
        .accept(trial.token("aud", List.of(Trial.STEP.audience(), "my-pipe")));
  }

  @Test
  void refusesAnotherAudience() {
    trial.refuse(
        trial.token("aud", List.of("a", "b")),
        TokenRejectionReason.AUDIENCE_MISMATCH,
        "claim aud is \"a\" or \"b\", expected \"" + Trial.STEP.audience() + "\"");
    trial
        .expecting("my-pipe")
        .refuse(
            trial.token(_ -> {}),
            TokenRejectionReason.AUDIENCE_MISMATCH,
            "claim aud is \"" + Trial.STEP.audience() + "\", expected \"my-pipe\"");
  }

  @Test
  void knowsTheAudienceOfTheWorkspaceWithoutItsVariable() {
    trial.without("BITBUCKET_WORKSPACE_UUID").accept(trial.token(_ -> {}));
    trial
        .without("BITBUCKET_WORKSPACE_UUID")
        .refuse(
            trial.token("aud", "ari:cloud:bitbucket::workspace/other"),
            TokenRejectionReason.AUDIENCE_MISMATCH,
            "claim aud is \"ari:cloud:bitbucket::workspace/other\", expected \""
                + Trial.STEP.audience()
                + "\"");
  }

  @Test
  void refusesAudiencesOfWrongType() {
    String expected = ", expected a string or 1 to 10 strings";
    List<String> eleven = Arrays.asList(new String[11]);
    eleven.replaceAll(_ -> Trial.STEP.audience());

    trial.refuse(
        trial.token("aud", eleven),
        TokenRejectionReason.CLAIM_TYPE,
        "claim aud is a list of 11" + expected);
    trial.refuse(
        trial.token("aud", List.of()),
        TokenRejectionReason.CLAIM_TYPE,
        "claim aud is an empty list" + expected);
    trial.refuse(
        trial.token("aud", 1),
        TokenRejectionReason.CLAIM_TYPE,
        "claim aud is the number 1" + expected);
    trial.refuse(
        trial.token("aud", List.of(Trial.STEP.audience(), 1)),
        TokenRejectionReason.CLAIM_TYPE,
        "claim aud is a list of 2" + expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"workspaceUuid", "repositoryUuid", "stepUuid"})
  void refusesATokenOfBitbucketWithoutItsClaims(String claim) {
    trial.refuse(
        trial.tokenWithout(claim),
        TokenRejectionReason.CLAIM_MISSING,
        "claim " + claim + " is absent, expected a UUID in braces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workspaceUuid",
        "repositoryUuid",
        "stepUuid",
        "deploymentEnvironmentUuid",
        "pipelineUuid",
        "pipelineRunUuid"
      })
  void refusesAnIdThatIsNoUuid(String claim) {
    for (String value :
        List.of("orders", "{5e905170-0000-4000-8000-000000000002}\n", "{" + "-".repeat(36) + "}")) {
      trial.refuse(
          trial.token(claim, value),
          TokenRejectionReason.CLAIM_SHAPE,
          "claim " + claim + " is " + SafeText.quoted(value) + ", expected a UUID in braces");
    }
  }

  @Test
  void refusesASubjectThatIsNotOfTheOtherClaims() {
    String subject = Trial.STEP.repositoryUuid() + ":" + Trial.STEP.stepUuid();
    String whole =
        Trial.STEP.repositoryUuid()
            + ":"
            + Trial.STEP.environmentUuid()
            + ":"
            + Trial.STEP.stepUuid();

    trial.refuse(
        trial.token("sub", subject),
        TokenRejectionReason.SUBJECT_MISMATCH,
        "claim sub is \"" + subject + "\", expected \"" + whole + "\"");
    trial.refuse(
        trial
            .without("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID")
            .tokenWithout("deploymentEnvironmentUuid"),
        TokenRejectionReason.SUBJECT_MISMATCH,
        "claim sub is \"" + whole + "\", expected \"" + subject + "\"");
  }

  @Test
  void takesAStepThatIsNoDeployment() {
    trial
        .without("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID")
        .accept(issuer.issue(Trial.STEP.withoutEnvironment().claims(Trial.NOW)));
  }

  @ParameterizedTest
  @CsvSource({
    "BITBUCKET_WORKSPACE_UUID,workspaceUuid,WORKSPACE_MISMATCH",
    "BITBUCKET_REPO_UUID,repositoryUuid,REPOSITORY_MISMATCH",
    "BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID,deploymentEnvironmentUuid,ENVIRONMENT_MISMATCH",
    "BITBUCKET_STEP_UUID,stepUuid,STEP_MISMATCH"
  })
  void refusesAnEnvironmentThatWasTamperedWith(
      String variable, String claim, TokenRejectionReason reason) {
    trial = trial.expecting(Trial.STEP.audience());
    String other = "{0e0e0e0e-0000-4000-8000-00000000000e}";
    trial.accept(trial.token(_ -> {}));

    trial
        .with(variable, other)
        .refuse(
            trial.token(_ -> {}),
            reason,
            variable
                + " is \""
                + other
                + "\", expected \""
                + trial.claims().get(claim)
                + "\", the token's claim "
                + claim);
  }

  @Test
  void refusesAnEnvironmentThatTheTokenDoesNotHave() {
    trial.refuse(
        issuer.issue(Trial.STEP.withoutEnvironment().claims(Trial.NOW)),
        TokenRejectionReason.ENVIRONMENT_MISMATCH,
        "BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID is \""
            + Trial.STEP.environmentUuid()
            + "\", expected absent, the token's claim deploymentEnvironmentUuid");
  }

  @Test
  void refusesATokenOutsideOfItsStep() {
    trial
        .without("BITBUCKET_STEP_UUID")
        .refuse(
            trial.token(_ -> {}),
            TokenRejectionReason.STEP_UNKNOWN,
            "BITBUCKET_STEP_UUID is not given, expected \""
                + Trial.STEP.stepUuid()
                + "\", the token's claim stepUuid");
  }

  @Test
  void refusesTheNameOfAnotherWorkspace() {
    trial
        .with("BITBUCKET_WORKSPACE", "acme-evil")
        .refuse(
            trial.token(_ -> {}),
            TokenRejectionReason.WORKSPACE_MISMATCH,
            "BITBUCKET_WORKSPACE is \"acme-evil\", expected \"acme\", the workspace of the issuer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          main\u202e     | "main\\u202e"
          a\u0000b       | "a\\u0000b"
          e\u0301        | "e\\u0301"
          ma\u200bin     | "ma\\u200bin"
          main\u001b[31m  | "main\\u001b[31m"
          """)
  void refusesClaimsThatDeceiveTheEye(String branch, String shown) {
    trial.refuse(
        trial.token("branchName", branch),
        TokenRejectionReason.CLAIM_UNPRINTABLE,
        "claim \"branchName\" is "
            + shown
            + ", expected a string without invisible characters, in Unicode's normal form C");
  }

  @Test
  void refusesDeceptionInsideOfOtherClaims() {
    trial.refuse(
        trial.token("groups", List.of("a", Map.of("name", "b\u2066"))),
        TokenRejectionReason.CLAIM_UNPRINTABLE,
        "claim \"groups\" is a list of 2, expected a string without invisible characters, in Unicode's normal form C");
  }

  @Test
  void takesBranchesInAnyLanguage() {
    trial.accept(trial.token("branchName", "größe/日本語-🚀"));
  }

  @Test
  void givesClaimsOnlyAsWhatTheyAre() {
    Claims claims =
        trial
            .accept(
                trial.token(
                    all -> {
                      all.put("number", 7);
                      all.put("flag", true);
                      all.put("texts", List.of("a", "b"));
                      all.put("mixed", List.of("a", 1));
                    }))
            .claims();

    assertThat(claims.text("number")).isEmpty();
    assertThat(claims.text("absent")).isEmpty();
    assertThat(claims.flag("flag")).contains(true);
    assertThat(claims.flag("number")).isEmpty();
    assertThat(claims.texts("texts")).containsExactly("a", "b");
    assertThat(claims.texts("branchName")).containsExactly("main");
    assertThat(claims.texts("mixed")).isEmpty();
    assertThat(claims.all().values()).containsEntry("number", new JsonNumber(7));
  }

  @Test
  void showsAnUnverifiedTokenToPeople() {
    assertThat(TokenVerifier.unverified(new Secret(trial.token("exp", 1))))
        .hasValueSatisfying(payload -> assertThat(payload.whole("exp")).isEqualTo(1));
    assertThat(TokenVerifier.unverified(new Secret("x"))).isEmpty();
  }

  @Test
  void knowsIssuersByTheirAddresses() {
    assertThat(
            profile("https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc"))
        .isEqualTo(TrustedIssuer.Profile.BITBUCKET);
    assertThat(profile("https://accounts.google.com")).isEqualTo(TrustedIssuer.Profile.GOOGLE);
    assertThat(profile("https://acme.okta.com/oauth2/default"))
        .isEqualTo(TrustedIssuer.Profile.OKTA);
    assertThat(profile("https://accounts.google.com.evil.example"))
        .isEqualTo(TrustedIssuer.Profile.GENERIC);
    assertThat(profile("https://acme.okta.com.evil.example"))
        .isEqualTo(TrustedIssuer.Profile.GENERIC);
  }

  private static TrustedIssuer.Profile profile(String address) {
    return TrustedIssuer.of(URI.create(address), Set.of("a")).profile();
  }

  @Test
  void trustsTheWorkspaceOfTheStepByDefault() {
    IdentitySettings settings =
        new IdentitySettings(Optional.empty(), Optional.empty(), Optional.empty(), trial.step());

    assertThat(TrustedIssuer.of(settings).issuer())
        .isEqualTo("https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          evil/../x | BITBUCKET_WORKSPACE is "evil/../x", expected the name of a workspace
                    | the issuer to trust is not known, expected an address
          """)
  void wantsToKnowWhomToTrust(String workspace, String words) {
    IdentitySettings settings =
        new IdentitySettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            new IdentitySettings.Step(
                Optional.ofNullable(workspace),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

    assertThatThrownBy(() -> TrustedIssuer.of(settings))
        .hasMessage(
            "Could not trust the OIDC token: "
                + words
                + " (issuer_unknown). Set OIDC_ISSUER, or run the pipe in a step, which sets"
                + " BITBUCKET_WORKSPACE.");
  }

  private IdentitySettings ofAnotherIssuer(Optional<String> audience) {
    return new IdentitySettings(
        Optional.empty(),
        Optional.of(URI.create("https://issuer.example")),
        audience,
        trial.step());
  }

  @Test
  void trustsAnotherIssuerWithAnAudience() {
    TrustedIssuer issuer = TrustedIssuer.of(ofAnotherIssuer(Optional.of("my-pipe")));

    assertThat(issuer.issuer()).isEqualTo("https://issuer.example");
    assertThat(issuer.audiences()).containsExactly("my-pipe");
  }

  @Test
  void wantsAnAudienceForOtherIssuers() {
    assertThatThrownBy(() -> TrustedIssuer.of(ofAnotherIssuer(Optional.empty())))
        .hasMessage(
            "Could not trust the OIDC token: the audience to expect is not known, expected one"
                + " (audience_unknown). Set OIDC_AUDIENCE to the audience that the issuer's tokens"
                + " for this pipe have.");
  }
}
