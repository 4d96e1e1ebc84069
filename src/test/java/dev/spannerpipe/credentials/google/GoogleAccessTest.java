package dev.spannerpipe.credentials.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.spannerpipe.credentials.CredentialLifetime;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.http.JdkHttp;
import dev.spannerpipe.identity.VerifiedToken;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Provider;
import dev.spannerpipe.testing.cloud.Received;
import dev.spannerpipe.testing.cloud.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens from Google's services, which check them as Google does.
class GoogleAccessTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String PROVIDER = Provider.NAME;
  private static final String GCLOUD = "gcloud iam workload-identity-pools providers ";
  private static final String IN_POOL =
      " acme-main --project=123456789012 --location=global --workload-identity-pool=bitbucket";

  private final FastTime time = new FastTime(NOW, Duration.ZERO);
  private final GoogleStandIns google = GoogleStandIns.by(time::now);
  private final List<String> issued = new ArrayList<>();

  @AfterEach
  void close() {
    google.close();
  }

  private RenewedAccess open(GoogleSettings settings, VerifiedToken token) {
    return new GoogleAccessFactory(
            new JdkHttp(), new Retry(time, () -> 0.5), time, secret -> issued.add(secret.reveal()))
        .open(settings, TokenTerms.of(GoogleScopes.DATA_AND_SCHEMA), Optional.of(token));
  }

  private RenewedAccess open(GoogleSettings settings) {
    return open(settings, google.token(HOUR));
  }

  private AccessFailure refusal(GoogleSettings settings, VerifiedToken token) {
    return catchThrowableOfType(AccessFailure.class, () -> open(settings, token).token());
  }

  private AccessFailure refusal(GoogleSettings settings) {
    return refusal(settings, google.token(HOUR));
  }

  @Test
  void impersonatesTheAccountWithTheScopesOfThePurpose() {
    RenewedAccess access = open(google.impersonation());

    AccessToken token = access.token();

    assertThat(google.tokens().find(token.value().reveal()))
        .hasValueSatisfying(
            good -> {
              assertThat(good.principal()).isEqualTo(GoogleStandIns.ACCOUNT);
              assertThat(good.scopes()).isEqualTo(GoogleScopes.DATA_AND_SCHEMA.urls());
              assertThat(good.expiresAt()).isEqualTo(token.expiresAt());
            });
    assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(3300));
    assertThat(access.identity()).isEqualTo(GoogleStandIns.ACCOUNT);
    Received exchange = google.sts().requests().getFirst();
    assertThat(exchange.headers()).doesNotContainKey("authorization");
    assertThat(exchange.query()).isEmpty();
    assertThat(exchange.form())
        .containsEntry("scope", "https://www.googleapis.com/auth/cloud-platform")
        .containsEntry("audience", "//iam.googleapis.com/" + PROVIDER);
    assertThat(google.iam().requests().getFirst().body())
        .isEqualTo(
            "{\"lifetime\":\"3300s\",\"scope\":[\"https://www.googleapis.com/auth/spanner.data\","
                + "\"https://www.googleapis.com/auth/spanner.admin\"]}");
  }

  @Test
  void usesTheFederatedTokenWhereThereIsNoAccount() {
    RenewedAccess access = open(google.direct());

    AccessToken token = access.token();

    assertThat(google.tokens().find(token.value().reveal()).orElseThrow().principal())
        .isEqualTo(
            "principal://iam.googleapis.com/projects/123456789012/locations/global/"
                + "workloadIdentityPools/bitbucket/subject/"
                + google.token(HOUR).claims().subject());
    assertThat(google.sts().requests().getFirst().form())
        .containsEntry("scope", String.join(" ", GoogleScopes.DATA_AND_SCHEMA.urls()));
    assertThat(google.iam().requests()).isEmpty();
    assertThat(token.expiresAt()).isEqualTo(NOW.plus(HOUR));
  }

  @Test
  void usesTheIdentityOfTheRuntime() {
    RenewedAccess access = open(google.attached());

    AccessToken token = access.token();

    assertThat(google.tokens().find(token.value().reveal()).orElseThrow().principal())
        .isEqualTo(GoogleStandIns.ATTACHED);
    assertThat(access.horizon())
        .isEqualTo(new CredentialLifetime(Optional.empty(), Optional.empty()));
    assertThat(google.sts().requests()).isEmpty();
  }

  @Test
  void tellsOfEachCredentialAndPrintsNone() {
    RenewedAccess access = open(google.impersonation());

    AccessToken token = access.token();

    assertThat(issued).containsExactlyInAnyOrderElementsOf(google.tokens().all());
    assertThat(token.toString())
        .isEqualTo("AccessToken[value=***, expiresAt=2026-11-20T10:55:00Z]");
    assertThat(issued).noneMatch(access.toString()::contains);
  }

  static Stream<Arguments> refusedByTheProvider() {
    String sub = "x".repeat(128);
    return Stream.of(
        Arguments.of(
            "audience_not_allowed",
            change(provider -> provider.withAudiences("https://other")),
            Map.of(),
            "The audience in ID Token"
                + " [ari:cloud:bitbucket::workspace/0a11ce00-0000-4000-8000-000000000001] does not"
                + " match the expected audience https://other (invalid_grant)",
            "Add the token's audience to the provider: "
                + GCLOUD
                + "update-oidc"
                + IN_POOL
                + " --allowed-audiences='ari:cloud:bitbucket::workspace/0a11ce00-0000-4000-8000-000000000001'"),
        Arguments.of(
            "condition_not_met",
            change(provider -> provider.withCondition("assertion.branchName=='release'")),
            Map.of(),
            "The given credential is rejected by the attribute condition (unauthorized_client)",
            "Compare the provider's condition with the token's claims"
                + " (workspaceUuid={0a11ce00-0000-4000-8000-000000000001},"
                + " repositoryUuid={5e905170-0000-4000-8000-000000000002}, branchName=main,"
                + " deploymentEnvironmentUuid={de910900-0000-4000-8000-000000000003}): "
                + GCLOUD
                + "describe"
                + IN_POOL
                + " --format='value(attributeCondition)'"),
        Arguments.of(
            "provider_missing",
            change(Provider::disabled),
            Map.of(),
            "The target service indicated by the \"audience\" parameters is invalid. This might"
                + " either be because the pool or provider is disabled or deleted or because it"
                + " doesn't exist (invalid_target)",
            "Check number, pool and provider with "
                + GCLOUD
                + "describe"
                + IN_POOL
                + "; pool and provider must be enabled, and a new one needs up to 5 minutes"),
        Arguments.of(
            "attribute_too_long",
            change(provider -> provider),
            Map.of("sub", sub),
            "The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify"
                + " your attribute mapping or the incoming assertion to produce a mapped attribute"
                + " that is less than 127 bytes (invalid_request)",
            "Map google.subject to a claim of at most 127 bytes: "
                + GCLOUD
                + "update-oidc"
                + IN_POOL
                + " --attribute-mapping='google.subject=assertion.stepUuid,…'"));
  }

  private static java.util.function.UnaryOperator<Provider> change(
      java.util.function.UnaryOperator<Provider> change) {
    return change;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedByTheProvider")
  void saysWhatTheProviderRefusesAndWhatMendsIt(
      String reason,
      java.util.function.UnaryOperator<Provider> change,
      Map<String, Object> claims,
      String words,
      String action) {
    google.sts().setUp(change.apply(google.provider()));

    AccessFailure failure = refusal(google.impersonation(), google.token(HOUR, claims));

    assertThat(failure.reason()).hasValue(reason);
    assertThat(failure.description())
        .isEqualTo("Could not exchange the OIDC token at " + PROVIDER + ": " + words);
    assertThat(failure.action()).isEqualTo(action);
    assertThat(google.sts().requests()).hasSize(1);
  }

  @Test
  void saysThatTheIssuerIsAnother() {
    google.sts().setUp(google.provider().withIssuer(google.issuer().issuer() + "/"));

    AccessFailure failure = refusal(google.impersonation());

    assertThat(failure.reason()).hasValue("issuer_not_allowed");
    assertThat(failure.description())
        .isEqualTo(
            "Could not exchange the OIDC token at %1$s: The issuer in ID Token %2$s does not match the expected ones: [%2$s/] (invalid_grant)"
                .formatted(PROVIDER, google.issuer().issuer()));
    assertThat(google.sts().requests()).hasSize(1);
    assertThat(failure.action())
        .isEqualTo(
            "Set the provider's issuer to exactly the token's issuer: "
                + GCLOUD
                + "update-oidc"
                + IN_POOL
                + " --issuer-uri='"
                + google.issuer().issuer()
                + "'");
  }

  @Test
  void saysThatTheOidcTokenIsOver() {
    VerifiedToken token = google.token(Duration.ofMinutes(5));
    time.sleep(Duration.ofMinutes(6));

    AccessFailure failure = refusal(google.impersonation(), token);

    assertThat(failure.reason()).hasValue("oidc_token_expired");
    assertThat(failure.description())
        .isEqualTo(
            "Could not exchange the OIDC token at "
                + PROVIDER
                + ": ID Token issued at 1795168800 is stale to sign-in (invalid_grant)");
    assertThat(google.sts().requests()).hasSize(1);
    assertThat(failure.action())
        .isEqualTo(
            "Run the step again: its OIDC token expired at 2026-11-20T10:05:00Z and cannot be"
                + " renewed inside a step");
  }

  @Test
  void triesThreeTimesWhereGoogleCannotReachTheIssuer() {
    google.issuer().answerKeys(answer -> answer.withStatus(500));

    AccessFailure failure = refusal(google.direct());

    assertThat(failure.reason()).hasValue("issuer_unreachable");
    assertThat(failure.description())
        .isEqualTo(
            "Could not exchange the OIDC token at "
                + PROVIDER
                + ": Error connecting to the given credential's issuer (invalid_grant)");
    assertThat(failure.action())
        .isEqualTo(
            "Check that "
                + google.issuer().issuer()
                + " can be reached from the internet, and run again");
    assertThat(google.sts().requests()).hasSize(3);
  }

  @Test
  void refusesAForeignSignature() {
    VerifiedToken token =
        GoogleStandIns.verified(
            dev.spannerpipe.testing.oidc.OidcIssuer.sign(
                google.issuer().header(),
                payload(google.token(HOUR)),
                dev.spannerpipe.testing.oidc.OidcIssuer.key(7, 2048)));

    AccessFailure failure = refusal(google.direct(), token);

    assertThat(failure.reason()).hasValue("oidc_token_refused");
    assertThat(failure)
        .hasMessage(
            "Could not exchange the OIDC token at "
                + PROVIDER
                + ": The given credential's signature is invalid (invalid_grant). Check the provider"
                + " with "
                + GCLOUD
                + "describe"
                + IN_POOL
                + ".");
    assertThat(google.sts().requests()).hasSize(1);
  }

  private static byte[] payload(VerifiedToken token) {
    return new com.nimbusds.jose.util.Base64URL(token.token().reveal().split("\\.", -1)[1])
        .decode();
  }

  static Stream<Reply> passingTrouble() {
    return Stream.of(
        Reply.empty(408),
        Reply.googleError(429, "RESOURCE_EXHAUSTED", "Quota exceeded."),
        Reply.empty(500),
        Reply.html(502),
        Reply.googleError(503, "UNAVAILABLE", "Try again."),
        Reply.html(504),
        Reply.empty(200),
        Reply.html(200),
        Reply.json(200, Map.of("token_type", "Bearer")));
  }

  @ParameterizedTest
  @MethodSource("passingTrouble")
  void triesAgainWhereTroublePasses(Reply trouble) {
    google.sts().fail(2, trouble);
    google.iam().fail(2, trouble);

    assertThat(open(google.impersonation()).token().expiresAt()).isAfter(NOW);

    assertThat(google.sts().requests()).hasSize(3);
    assertThat(google.iam().requests()).hasSize(3);
  }

  /// How often a request is sent where nothing helps: after waits of half of 250 ms, 500 ms and so
  /// on up to 8 s, as long as one begins within 30 s.
  private static final int PATIENCE = 12;

  private static final String RUN_AGAIN =
      "Run again; if the problem persists, look for an outage of ";

  static Stream<Arguments> troubleThatStays() {
    return Stream.of(
        Arguments.of(Reply.empty(408), PATIENCE, "HTTP 408, an empty response", RUN_AGAIN),
        Arguments.of(Reply.empty(500), PATIENCE, "HTTP 500, an empty response", RUN_AGAIN),
        Arguments.of(
            Reply.html(502), PATIENCE, "HTTP 502, a response that is not the service's", RUN_AGAIN),
        Arguments.of(
            Reply.googleError(503, "UNAVAILABLE", "The service is currently unavailable."),
            PATIENCE,
            "The service is currently unavailable (UNAVAILABLE)",
            RUN_AGAIN),
        Arguments.of(
            Reply.oauthError(504, "internal_failure", "Deadline exceeded."),
            PATIENCE,
            "Deadline exceeded (internal_failure)",
            RUN_AGAIN),
        Arguments.of(Reply.empty(200), PATIENCE, "HTTP 200 without a token", RUN_AGAIN),
        Arguments.of(Reply.html(200), PATIENCE, "HTTP 200 without a token", RUN_AGAIN),
        Arguments.of(
            Reply.googleError(429, "RESOURCE_EXHAUSTED", "Quota exceeded."),
            PATIENCE,
            "Quota exceeded (RESOURCE_EXHAUSTED)",
            "Run again later, or raise the quota of "),
        Arguments.of(
            Reply.html(403),
            1,
            "HTTP 403, a response that is not the service's",
            "Find out what responds instead of %s; it may be a proxy"),
        Arguments.of(
            Reply.empty(401),
            1,
            "HTTP 401, an empty response",
            "Find out what responds instead of %s; it may be a proxy"),
        Arguments.of(
            Reply.googleError(409, "ABORTED", "Something new."),
            1,
            "Something new (ABORTED)",
            "Fix the problem reported by the service"));
  }

  private static String action(String words, String service) {
    String named = words.endsWith(" of ") ? words + "%s" : words;
    return named.formatted(service);
  }

  @ParameterizedTest
  @MethodSource("troubleThatStays")
  void givesUpOnTheTokenServiceWithinHalfAMinute(
      Reply trouble, int attempts, String words, String action) {
    google.sts().fail(1000, trouble);

    assertThat(refusal(google.direct()))
        .hasMessage(
            "Could not exchange the OIDC token at %s: %s. %s."
                .formatted(PROVIDER, words, action(action, "sts.googleapis.com")));
    assertThat(google.sts().requests()).hasSize(attempts);
    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @MethodSource("troubleThatStays")
  void givesUpOnTheCredentialsServiceWithinHalfAMinute(
      Reply trouble, int attempts, String words, String action) {
    google.iam().fail(1000, trouble);

    assertThat(refusal(google.impersonation()))
        .hasMessage(
            "Could not act as the service account %s: %s. %s."
                .formatted(
                    GoogleStandIns.ACCOUNT,
                    words,
                    action(action, "iamcredentials.googleapis.com")));
    assertThat(google.iam().requests()).hasSize(attempts);
    assertThat(google.sts().requests()).hasSize(1);
    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "no complete response arrived within 10 s,true",
    "the connection broke before the response was complete,true",
    "no connection could be made,true",
    "no connection was made within 3 s,true",
    "the response is longer than 131072 bytes,false",
    "the certificate of the server is not trusted,false"
  })
  void saysWhyNobodyAnswers(String reason, boolean temporary) {
    List<HttpCall> calls = new ArrayList<>();
    Http broken =
        call -> {
          calls.add(call);
          throw new HttpException(reason, new IOException(), temporary);
        };

    AccessFailure failure =
        catchThrowableOfType(
            AccessFailure.class,
            () ->
                new GoogleAccessFactory(broken, new Retry(time, () -> 0.5), time, _ -> {})
                    .open(
                        google.direct(),
                        TokenTerms.of(GoogleScopes.DATA_AND_SCHEMA),
                        Optional.of(google.token(HOUR)))
                    .token());

    assertThat(failure.reason()).hasValue("service_unreachable");
    assertThat(failure)
        .hasMessage(
            "Could not exchange the OIDC token at %s: %s. Let the step reach sts.googleapis.com, and run again."
                .formatted(PROVIDER, reason));
    assertThat(calls)
        .hasSize(temporary ? PATIENCE : 1)
        .allSatisfy(call -> assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(10)))
        .allSatisfy(call -> assertThat(call.limit()).isEqualTo(131_072));
  }

  @Test
  void givesUpWhereTheRunHasNoMoreTime() {
    google.sts().fail(1000, Reply.html(502));
    GoogleAccessFactory hurried =
        new GoogleAccessFactory(
            new JdkHttp(),
            new Retry(time, () -> 0.5, Optional.of(Duration.ofSeconds(2))),
            time,
            _ -> {});

    assertThatThrownBy(
            () ->
                hurried
                    .open(
                        google.direct(),
                        TokenTerms.of(GoogleScopes.DATA_AND_SCHEMA),
                        Optional.of(google.token(HOUR)))
                    .token())
        .isInstanceOf(AccessFailure.class);

    // Waits of 125, 250 and 500 ms. After another 1000 ms, an attempt would have 125 ms.
    assertThat(google.sts().requests()).hasSize(4);
    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void saysThatTheTokenServiceTakesNoSuchName() {
    google
        .sts()
        .fail(
            1,
            Reply.oauthError(
                400,
                "invalid_request",
                "Invalid value for \"audience\". This value should be the full resource name of the"
                    + " Identity Provider."));

    AccessFailure failure = refusal(google.direct());

    assertThat(failure.reason()).hasValue("provider_name_invalid");
    assertThat(failure)
        .hasMessage(
            "Could not exchange the OIDC token at "
                + PROVIDER
                + ": Invalid value for \"audience\". This value should be the full resource name of"
                + " the Identity Provider (invalid_request). Write"
                + " GOOGLE_WORKLOAD_IDENTITY_PROVIDER as projects/<number>/locations/global/"
                + "workloadIdentityPools/<pool>/providers/<provider>, with the project's number.");
    assertThat(google.sts().requests()).hasSize(1);
  }

  @Test
  void understandsGooglesShapeFromTheTokenService() {
    google
        .sts()
        .fail(
            1,
            Reply.googleError(
                403,
                "PERMISSION_DENIED",
                "SERVICE_DISABLED",
                "Security Token Service API has not been used in project 123456789012."));

    assertThat(refusal(google.direct()))
        .hasMessage(
            "Could not exchange the OIDC token at "
                + PROVIDER
                + ": Security Token Service API has not been used in project 123456789012"
                + " (PERMISSION_DENIED). Run gcloud services enable sts.googleapis.com"
                + " --project=123456789012 and wait a minute.");
  }

  @Test
  void printsTheBindingThatIsMissing() {
    google.iam().bind(GoogleStandIns.ACCOUNT, google.member().replace("de910900", "00000000"));

    AccessFailure failure = refusal(google.impersonation());

    assertThat(failure.reason()).hasValue("impersonation_denied");
    assertThat(failure)
        .hasMessage(
            "Could not act as the service account migrator@acme-prod.iam.gserviceaccount.com:"
                + " Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may"
                + " not exist) (PERMISSION_DENIED). Check the account's e-mail address, then run"
                + " gcloud iam service-accounts add-iam-policy-binding"
                + " migrator@acme-prod.iam.gserviceaccount.com --project=acme-prod"
                + " --role=roles/iam.workloadIdentityUser --member='"
                + google.member()
                + "' (the provider must map that attribute; a change takes up to 5"
                + " minutes).");
    assertThat(google.iam().requests()).hasSize(1);

    google.iam().bind(GoogleStandIns.ACCOUNT, google.member());
    assertThat(open(google.impersonation()).token().expiresAt()).isAfter(NOW);
  }

  @Test
  void namesTheNarrowestMemberThatTheTokenAllows() {
    ProviderName provider = ProviderName.parse("X", PROVIDER);
    Map<String, Object> others = new java.util.HashMap<>();
    String pool = "//iam.googleapis.com/" + google.provider().pool();

    assertThat(provider.principal(google.token(HOUR).claims()))
        .isEqualTo(
            "principalSet:"
                + pool
                + "/attribute.environment/{de910900-0000-4000-8000-000000000003}");
    others.put("deploymentEnvironmentUuid", null);
    assertThat(provider.principal(google.token(HOUR, others).claims()))
        .isEqualTo(
            "principalSet:"
                + pool
                + "/attribute.repository/{5e905170-0000-4000-8000-000000000002}");
    others.put("repositoryUuid", null);
    others.put("sub", "somebody");
    assertThat(provider.principal(google.token(HOUR, others).claims()))
        .isEqualTo("principal:" + pool + "/subject/somebody");
  }

  @Test
  void saysThatTheCredentialsServiceIsSwitchedOff() {
    google.iam().disable();

    AccessFailure failure = refusal(google.impersonation());

    assertThat(failure.reason()).hasValue("api_disabled");
    assertThat(failure)
        .hasMessage(
            "Could not act as the service account "
                + GoogleStandIns.ACCOUNT
                + ": IAM Service Account Credentials API has not been used in project 123456789012"
                + " before or it is disabled (PERMISSION_DENIED). Run gcloud services enable"
                + " iamcredentials.googleapis.com --project=acme-prod and wait a minute.");
    assertThat(google.iam().requests()).hasSize(1);
  }

  static Stream<Arguments> refusedByTheCredentialsService() {
    return Stream.of(
        Arguments.of(
            Reply.googleError(
                400, "INVALID_ARGUMENT", "The access token lifetime cannot exceed 3600 seconds."),
            "lifetime_not_allowed",
            "The access token lifetime cannot exceed 3600 seconds (INVALID_ARGUMENT)",
            "Run again; if the problem persists, set the clock of this machine"),
        Arguments.of(
            Reply.googleError(404, "NOT_FOUND", "Not found; Gaia id not found for email x"),
            "account_missing",
            "Not found; Gaia id not found for email x (NOT_FOUND)",
            "Correct GOOGLE_SERVICE_ACCOUNT; gcloud iam service-accounts list --project=acme-prod"
                + " lists the existing accounts"),
        Arguments.of(
            Reply.googleError(
                401, "UNAUTHENTICATED", "ACCESS_TOKEN_TYPE_UNSUPPORTED", "Invalid credentials."),
            "federated_token_refused",
            "Invalid credentials (UNAUTHENTICATED)",
            "Run again; if the problem persists, check that GOOGLE_STS_ENDPOINT and"
                + " GOOGLE_IAM_CREDENTIALS_ENDPOINT belong together"));
  }

  @ParameterizedTest
  @MethodSource("refusedByTheCredentialsService")
  void saysWhatTheCredentialsServiceRefuses(
      Reply reply, String reason, String words, String action) {
    google.iam().fail(1, reply);

    AccessFailure failure = refusal(google.impersonation());

    assertThat(failure.reason()).hasValue(reason);
    assertThat(failure)
        .hasMessage(
            "Could not act as the service account %s: %s. %s."
                .formatted(GoogleStandIns.ACCOUNT, words, action));
    assertThat(google.iam().requests()).hasSize(1);
  }

  @Test
  void showsNothingThatLooksLikeAToken() {
    VerifiedToken token = google.token(HOUR);
    google
        .sts()
        .fail(
            1,
            Reply.oauthError(
                400, "invalid_grant", "Bad\u202e\n" + token.token().reveal() + " ya29.a0AfH6 end"));

    AccessFailure failure = refusal(google.direct(), token);

    assertThat(failure.description())
        .isEqualTo(
            "Could not exchange the OIDC token at "
                + PROVIDER
                + ": Bad\uFFFD *** *** end (invalid_grant)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects/123456789012/locations/global/workloadIdentityPools/bitbucket",
        "projects/acme-prod/locations/global/workloadIdentityPools/bitbucket/providers/acme-main",
        "acme-main"
      })
  void refusesWhatCannotBeAProviderBeforeAnyRequest(String provider) {
    assertThatThrownBy(
            () -> open(google.settings(new GoogleSettings.Exchange(provider, Optional.empty()))))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageStartingWith("GOOGLE_WORKLOAD_IDENTITY_PROVIDER \"" + provider + "\" ");
    assertThat(google.sts().requests()).isEmpty();
  }

  private static Reply ofTheServer(Reply reply) {
    return reply.with("Metadata-Flavor", "Google");
  }

  private static final String NOT_THE_SERVICE =
      "Find out what responds instead of %s; it may be a proxy";

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -5, 0, 43_201, 99_999_999_999_999L, Long.MAX_VALUE})
  void usesNoFederatedTokenOfAnImpossibleLifetime(long seconds) {
    google.sts().fail(1, Reply.json(200, Map.of("access_token", "x", "expires_in", seconds)));

    AccessFailure failure = refusal(google.direct());

    assertThat(failure.reason()).hasValue("answer_not_the_services");
    assertThat(failure)
        .hasMessage(
            ("Could not exchange the OIDC token at %s: HTTP 200 with a token lifetime of %d s, which"
                    + " is not between 1 s and 12 h. "
                    + NOT_THE_SERVICE
                    + ".")
                .formatted(PROVIDER, seconds, "sts.googleapis.com"));
    assertThat(google.sts().requests()).hasSize(1);
    assertThat(issued).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 43_200})
  void usesAFederatedTokenOfAnyPossibleLifetime(long seconds) {
    google.sts().fail(1, Reply.json(200, Map.of("access_token", "x", "expires_in", seconds)));

    AccessToken token = open(google.direct()).token();

    assertThat(token.expiresAt()).isEqualTo(NOW.plusSeconds(Math.min(seconds, 3600)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T10:00:00Z",
        "2020-01-01T00:00:00Z",
        "2026-11-20T22:00:31Z",
        "+1000000000-12-31T23:59:59Z"
      })
  void usesNoTokenOfAnAccountThatExpiresAtAnImpossibleTime(String end) {
    google.iam().fail(1, Reply.json(200, Map.of("accessToken", "x", "expireTime", end)));

    AccessFailure failure = refusal(google.impersonation());

    assertThat(failure.reason()).hasValue("answer_not_the_services");
    assertThat(failure)
        .hasMessage(
            ("Could not act as the service account %s: HTTP 200 with credentials that expire at %s,"
                    + " which is not within 12 h after 2026-11-20T10:00:00Z. "
                    + NOT_THE_SERVICE
                    + ".")
                .formatted(GoogleStandIns.ACCOUNT, end, "iamcredentials.googleapis.com"));
    assertThat(google.iam().requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 43_201, 99_999_999_999_999L, Long.MAX_VALUE})
  void usesNoTokenOfTheRuntimeOfAnImpossibleLifetime(long seconds) {
    google
        .metadata()
        .fail(1, ofTheServer(Reply.json(200, Map.of("access_token", "x", "expires_in", seconds))));

    AccessFailure failure = refusal(google.attached());

    assertThat(failure.reason()).hasValue("answer_not_the_services");
    assertThat(failure)
        .hasMessage(
            ("Could not get a token of the attached identity at the metadata server %s: HTTP 200 with"
                    + " a token lifetime of %d s, which is not between 1 s and 12 h. "
                    + NOT_THE_SERVICE
                    + ".")
                .formatted(google.metadata().host(), seconds, "the metadata server"));
    assertThat(google.metadata().requests()).hasSize(1);
  }

  static Stream<Arguments> noIdentityOfTheRuntime() {
    String where =
        "Run on a Google runtime with an attached service account, or set GCE_METADATA_HOST to the host of such a runtime's metadata server";
    String attach =
        "Attach a service account to the job, for example with gcloud run jobs update <job>"
            + " --service-account=<account>";
    return Stream.of(
        Arguments.of(
            Reply.html(200), PATIENCE, "HTTP 200 without the metadata server's header", where),
        Arguments.of(
            Reply.html(200).with("Metadata-Flavor", "google"),
            PATIENCE,
            "HTTP 200 without the metadata server's header",
            where),
        Arguments.of(ofTheServer(Reply.empty(200)), PATIENCE, "HTTP 200 without a token", where),
        Arguments.of(
            ofTheServer(Reply.json(200, Map.of("access_token", "x"))),
            PATIENCE,
            "HTTP 200 without a token",
            where),
        Arguments.of(ofTheServer(Reply.empty(503)), PATIENCE, "HTTP 503, an empty response", where),
        Arguments.of(
            ofTheServer(Reply.html(404)),
            1,
            "HTTP 404, a response that is not the service's",
            attach),
        Arguments.of(ofTheServer(Reply.empty(403)), 1, "HTTP 403, an empty response", attach));
  }

  @ParameterizedTest
  @MethodSource("noIdentityOfTheRuntime")
  void saysWhyTheRuntimeGivesNoIdentity(Reply trouble, int attempts, String words, String action) {
    google.metadata().fail(1000, trouble);

    assertThat(refusal(google.attached()))
        .hasMessage(
            "Could not get a token of the attached identity at the metadata server %s: %s. %s."
                .formatted(google.metadata().host(), words, action));
    assertThat(google.metadata().requests()).hasSize(attempts);
  }

  @Test
  void saysThatThereIsNoMetadataServer() {
    GoogleSettings settings = google.attached();
    google.metadata().close();

    AccessFailure failure = refusal(settings);

    assertThat(failure.reason()).hasValue("service_unreachable");
    assertThat(failure)
        .hasMessage(
            "Could not get a token of the attached identity at the metadata server "
                + settings.metadataHost()
                + ": no connection could be made. Run on a Google runtime with an attached service"
                + " account, or set GCE_METADATA_HOST to the host of such a runtime's metadata server.");
  }

  @Test
  void saysThatTheMetadataServerIsTooSlow() {
    Http slow =
        call -> {
          assertThat(call.headers()).containsEntry("Metadata-Flavor", "Google");
          throw new HttpException("no complete response arrived within 10 s", new IOException());
        };
    MetadataServer server =
        MetadataServer.at("metadata.google.internal", slow, new Retry(time, () -> 0.5), time);

    assertThatThrownBy(() -> server.idToken("sts.amazonaws.com"))
        .isInstanceOf(AccessFailure.class)
        .hasMessage(
            "Could not get an ID token for sts.amazonaws.com at the metadata server"
                + " metadata.google.internal: no complete response arrived within 10 s. Run on a"
                + " Google"
                + " runtime with an attached service account, or set GCE_METADATA_HOST to the host of such a runtime's metadata server.");
    assertThat(time.elapsed()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void getsAnIdTokenForAnotherCloud() {
    MetadataServer server =
        MetadataServer.at(
            google.metadata().host(), new JdkHttp(), new Retry(time, () -> 0.5), time);

    Secret token = server.idToken("sts.amazonaws.com");

    assertThat(GoogleStandIns.verified(token.reveal()).claims().audience())
        .containsExactly("sts.amazonaws.com");
  }

  @Test
  void renewsTheAccountsTokenLastJustBeforeTheOidcTokenEnds() {
    RenewedAccess access = open(google.impersonation());
    access.token();

    time.sleep(Duration.ofMinutes(58));
    access.token();
    time.sleep(Duration.ofSeconds(90));
    AccessToken last = access.token();
    time.sleep(Duration.ofMinutes(50));

    assertThat(last.expiresAt()).isAfter(NOW.plus(Duration.ofMinutes(114)));
    assertThat(access.token()).isEqualTo(last);
    assertThat(google.iam().requests()).hasSize(3);
    time.sleep(Duration.ofMinutes(5));
    assertThatThrownBy(access::token)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessage(
            "Could not renew the credentials for Spanner: the step's OIDC token expired at"
                + " 2026-11-20T11:00:00Z, so no further credentials can be issued. Run the step"
                + " again: the new run continues where this one stopped.");
  }

  @Test
  void endsUnfinishedWhereAccessIsTakenAwayOnTheWay() {
    google.iam().limit(60);
    RenewedAccess access = open(google.impersonation());
    access.token();
    google.iam().bind(GoogleStandIns.ACCOUNT);

    time.sleep(Duration.ofSeconds(45));
    assertThat(access.token().expiresAt()).isEqualTo(NOW.plusSeconds(60));
    time.sleep(Duration.ofSeconds(20));

    assertThatThrownBy(access::token)
        .isInstanceOf(UnfinishedFailure.class)
        .hasMessageStartingWith("Could not act as the service account")
        .hasMessageEndingWith("; the next run continues where this one stopped.");
  }
}
