package dev.spannerpipe.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.spannerpipe.credentials.google.MetadataServer;
import dev.spannerpipe.failure.AccessFailure;
import dev.spannerpipe.http.JdkHttp;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.FastTime;
import dev.spannerpipe.testing.PlatformThreads;
import dev.spannerpipe.testing.cloud.AwsSts;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.cloud.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Credentials from AWS's token service, which checks as AWS does.
class AwsRoleTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";
  private static final SessionPolicy POLICY =
      SessionPolicy.forStateMachine("arn:aws:states:eu-west-1:123456789012:stateMachine:orders");
  private static final String NAME = "bb-orders-17-57e90000";

  private final FastTime time = new FastTime(NOW, Duration.ZERO);
  private final GoogleStandIns identities = GoogleStandIns.by(time::now);
  private final AwsSts sts = new AwsSts(time::now);
  private final List<String> issued = new ArrayList<>();

  @BeforeEach
  void setUp() {
    sts.register(identities.issuer().issuer(), identities.step().audience());
    sts.role(ROLE, trust(identities.step().audience(), subject() + ":*"), 3600 * 2);
  }

  @AfterEach
  void close() {
    identities.close();
    sts.close();
  }

  private String subject() {
    return identities.step().repositoryUuid() + ":" + identities.step().environmentUuid();
  }

  private String provider() {
    return identities.issuer().issuer().replace("http://", "");
  }

  private String trust(String audience, String subject) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
     "Action":"sts:AssumeRoleWithWebIdentity",
     "Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/%1$s"},
     "Condition":{"StringEquals":{"%1$s:aud":"%2$s"},
      "StringLike":{"%1$s:sub":"%3$s","sts:RoleSessionName":"bb-*"}}}]}
    """
        .formatted(provider(), audience, subject);
  }

  private WebIdentity identity() {
    return WebIdentity.of(identities.token(HOUR));
  }

  private AssumedRole assume(WebIdentity identity, Duration needed) {
    return new AwsRole(
            new AwsSettings(ROLE, "eu-west-1", Optional.of(sts.address())),
            new Retry(time, () -> 0.5),
            secret -> issued.add(secret.reveal()))
        .assume(identity, POLICY, NAME, needed);
  }

  private AccessFailure refusal() {
    return catchThrowableOfType(AccessFailure.class, () -> assume(identity(), HOUR));
  }

  @Test
  void takesOnTheRoleWithTheSessionPolicyForAsLongAsNeeded() {
    AssumedRole role = assume(identity(), Duration.ofMinutes(70));

    assertThat(sts.sessions())
        .singleElement()
        .satisfies(
            session -> {
              assertThat(session.sessionName()).isEqualTo(NAME);
              assertThat(session.policy()).isEqualTo(POLICY.text());
              assertThat(session.seconds()).isEqualTo(4200);
              assertThat(session.accessKeyId()).isEqualTo(role.session().accessKeyId());
              assertThat(session.sessionToken()).isEqualTo(role.session().sessionToken().reveal());
            });
    assertThat(role.session().expiresAt()).isEqualTo(NOW.plusSeconds(4200));
    assertThat(role.arn()).isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/" + NAME);
    assertThat(role.packedPolicyPercent()).isBetween(30, 60);
    assertThat(role.warnings()).isEmpty();
    assertThat(sts.requests().getFirst().headers()).doesNotContainKey("authorization");
  }

  @Test
  void tellsOfEachCredentialAndPrintsNone() {
    AssumedRole role = assume(identity(), HOUR);

    assertThat(issued)
        .contains(role.session().secretAccessKey().reveal(), role.session().sessionToken().reveal())
        .hasSize(3)
        .noneMatch(role.toString()::contains);
  }

  @Test
  void asksForNoLessAndNoMoreThanAwsGives() {
    sts.role(ROLE, trust(identities.step().audience(), "*"), 43_200);

    assume(identity(), Duration.ofMinutes(1));
    assume(identity(), Duration.ofHours(20));

    assertThat(sts.sessions()).extracting(AwsSts.Session::seconds).containsExactly(900, 43_200);
  }

  @ParameterizedTest
  @ValueSource(longs = {-86_400, 0, 43_231, 99_999_999_999L})
  void usesNoCredentialsThatExpireAtAnImpossibleTime(long seconds) {
    sts.endSessionsAt(NOW.plusSeconds(seconds));

    AccessFailure failure = refusal();

    assertThat(failure.reason()).hasValue("answer_not_the_services");
    assertThat(failure)
        .hasMessage(
            "Could not assume role %s: a response with credentials that expire at %s, which is not within 12 h after %s. Find out what responds instead of AWS's token service; it may be a proxy."
                .formatted(ROLE, NOW.plusSeconds(seconds), NOW));
    assertThat(sts.requests()).hasSize(1);
  }

  @Test
  void isContentWithAnHourWhereTheRoleAllowsNoMore() {
    AssumedRole role = assume(identity(), Duration.ofHours(3));

    assertThat(role.session().expiresAt()).isEqualTo(NOW.plus(HOUR));
    assertThat(role.warnings())
        .containsExactly(
            "The role does not allow sessions of 180 minutes, so the AWS credentials last 60 minutes");
    assertThat(sts.requests()).hasSize(2);
  }

  @Test
  void givesUpComfortWhereThePolicyIsTooLarge() {
    sts.packInto(600);

    AssumedRole role = assume(identity(), HOUR);

    assertThat(sts.sessions().getFirst().policy())
        .isEqualTo(POLICY.smallest().orElseThrow().text())
        .doesNotContain("mapRun");
    assertThat(role.warnings())
        .containsExactly(
            "The session policy was too large for AWS, so this run cannot follow child executions and map runs");
    assertThat(sts.requests()).hasSize(2);
  }

  @Test
  void endsWhereEvenTheSmallestPolicyIsTooLarge() {
    sts.packInto(100);

    AccessFailure failure = refusal();

    assertThat(failure.reason()).hasValue("session_policy_refused");
    assertThat(failure.description())
        .matches(
            "Could not assume role \\Q"
                + ROLE
                + "\\E: Packed policy consumes \\d+% of allotted space, please use smaller policy"
                + " \\(PackedPolicyTooLarge\\)"
                + REQUEST);
    assertThat(failure.action())
        .isEqualTo(
            "Give the role fewer session tags and managed session policies; the pipe's own policy"
                + " is already as small as it can be");
    assertThat(sts.requests()).hasSize(2);
  }

  @Test
  void usesTheIdentityOfAGoogleRuntime() {
    sts.setGoogle(identities.google().issuer());
    sts.role(
        ROLE,
        """
        {"Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity",
         "Principal":{"Federated":"accounts.google.com"},
         "Condition":{"StringEquals":{"accounts.google.com:oaud":"sts.amazonaws.com",
          "accounts.google.com:sub":"104029292929292929292"}}}]}
        """,
        3600);
    MetadataServer server =
        MetadataServer.at(
            identities.metadata().host(), new JdkHttp(), new Retry(time, () -> 0.5), time);

    assertThat(assume(WebIdentity.attached(server::idToken, AwsSettings.AUDIENCE), HOUR).arn())
        .endsWith("/" + NAME);
    AccessFailure failure =
        catchThrowableOfType(
            AccessFailure.class,
            () -> assume(WebIdentity.attached(server::idToken, "other"), HOUR));
    assertThat(failure.action())
        .isEqualTo(
            "Let the role's trust policy allow sts:AssumeRoleWithWebIdentity to accounts.google.com"
                + " for accounts.google.com:oaud other and sts:RoleSessionName "
                + NAME
                + "; values are case-sensitive, StringEquals accepts no *, and a change takes a minute");
  }

  @Test
  void saysWhatTheTrustPolicyMustAllow() {
    sts.role(ROLE, trust(identities.step().audience(), "{other}:*"), 3600);

    AccessFailure failure = refusal();

    assertThat(failure.reason()).hasValue("role_denied");
    assertThat(failure)
        .hasMessage(
            "Could not assume role "
                + ROLE
                + ": Not authorized to perform sts:AssumeRoleWithWebIdentity (AccessDenied),"
                + " request 2f1d6b3c-5a0e-4c55-9d51-6ad0e5b3a001. Let the role's trust policy allow"
                + " sts:AssumeRoleWithWebIdentity to arn:aws:iam::123456789012:oidc-provider/"
                + provider()
                + " for aud "
                + identities.step().audience()
                + ", sub "
                + subject()
                + ":* and sts:RoleSessionName "
                + NAME
                + "; values are case-sensitive, StringEquals accepts no *, and a change takes a minute.");
    assertThat(sts.requests()).hasSize(1);
  }

  @Test
  void saysThatTheAccountDoesNotKnowTheIssuer() {
    sts.register("https://other", "x");
    AwsSts empty = new AwsSts(time::now);
    try (empty) {
      AccessFailure failure =
          catchThrowableOfType(
              AccessFailure.class,
              () ->
                  new AwsRole(
                          new AwsSettings(ROLE, "eu-west-1", Optional.of(empty.address())),
                          new Retry(time, () -> 0.5),
                          _ -> {})
                      .assume(identity(), POLICY, NAME, HOUR));

      assertThat(failure.reason()).hasValue("identity_provider_missing");
      assertThat(failure.description())
          .isEqualTo(
              "Could not assume role "
                  + ROLE
                  + ": No OpenIDConnect provider found in your account for "
                  + identities.issuer().issuer()
                  + " (InvalidIdentityToken)"
                  + REQUEST);
      assertThat(failure.action())
          .isEqualTo(
              "Run, in the role's account, aws iam create-open-id-connect-provider --url "
                  + identities.issuer().issuer()
                  + " --client-id-list '"
                  + identities.step().audience()
                  + "'");
      assertThat(empty.requests()).hasSize(1);
    }
  }

  @Test
  void saysThatTheAudienceIsNotOnTheList() {
    sts.register(identities.issuer().issuer(), "other");

    AccessFailure failure = refusal();

    assertThat(failure.reason()).hasValue("audience_not_allowed");
    assertThat(failure.description())
        .isEqualTo(
            "Could not assume role "
                + ROLE
                + ": Incorrect token audience (InvalidIdentityToken)"
                + REQUEST);
    assertThat(failure.action())
        .isEqualTo(
            "Run aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn"
                + " arn:aws:iam::123456789012:oidc-provider/"
                + provider()
                + " --client-id '"
                + identities.step().audience()
                + "'");
    assertThat(sts.requests()).hasSize(1);
  }

  @Test
  void saysThatTheOidcTokenIsOver() {
    WebIdentity identity = identity();
    time.sleep(Duration.ofHours(2));

    AccessFailure failure = catchThrowableOfType(AccessFailure.class, () -> assume(identity, HOUR));

    assertThat(failure.reason()).hasValue("oidc_token_expired");
    assertThat(failure)
        .hasMessage(
            "Could not assume role "
                + ROLE
                + ": Token expired: current date/time must be before (ExpiredTokenException)"
                + REQUEST
                + ". Run the step again: its OIDC token has expired and cannot be renewed inside a"
                + " step.");
    assertThat(sts.requests()).hasSize(1);
  }

  @Test
  void triesFiveTimesWhereAwsCannotReachTheIssuer() {
    identities.issuer().answerKeys(answer -> answer.withStatus(500));

    AccessFailure failure = refusal();

    assertThat(failure.reason()).hasValue("issuer_unreachable");
    assertThat(failure)
        .hasMessage(
            "Could not assume role "
                + ROLE
                + ": Couldn't retrieve verification key from your identity provider, please"
                + " reference AssumeRoleWithWebIdentity documentation for requirements"
                + " (InvalidIdentityToken)"
                + REQUEST
                + ". Run again; if the problem persists, check that "
                + identities.issuer().issuer()
                + " can be reached from the internet.");
    assertThat(sts.requests()).hasSize(5);
  }

  static Stream<Reply> passingTrouble() {
    return Stream.of(
        AwsSts.error(400, "IDPCommunicationError", "Error communicating with the IDP"),
        AwsSts.error(400, "Throttling", "Rate exceeded"),
        AwsSts.error(500, "InternalFailure", "We are sorry"),
        AwsSts.error(503, "ServiceUnavailable", "Slow down"),
        Reply.html(502),
        Reply.empty(503),
        Reply.empty(200));
  }

  @ParameterizedTest
  @MethodSource("passingTrouble")
  void triesAgainWhereTroublePasses(Reply trouble) {
    sts.fail(2, trouble);

    assertThat(assume(identity(), HOUR).warnings()).isEmpty();

    assertThat(sts.requests()).hasSize(3);
  }

  private static final String REQUEST = ", request 2f1d6b3c-5a0e-4c55-9d51-6ad0e5b3a001";

  /// How often a request is sent where nothing helps: after waits of half of 250 ms, 500 ms and so
  /// on up to 8 s, as long as one begins within a minute.
  private static final int PATIENCE = 20;

  static Stream<Arguments> troubleThatStays() {
    String outage = "Run again; if the problem persists, look for an outage of AWS's token service";
    String claims = "Check that the token's claims are those that the issuer gives to AWS";
    String role =
        "Give the role fewer session tags and managed session policies; the pipe's own policy is"
            + " already as small as it can be";
    return Stream.of(
        stays(
            "IDPCommunicationError",
            400,
            5,
            "issuer_unreachable",
            "Run again; if the problem persists, check that <issuer> can be reached from the internet"),
        stays("Throttling", 400, PATIENCE, "service_unavailable", outage),
        stays("TooManyRequestsException", 429, PATIENCE, "service_unavailable", outage),
        stays("InternalFailure", 500, PATIENCE, "service_unavailable", outage),
        stays("ServiceUnavailable", 503, PATIENCE, "service_unavailable", outage),
        stays("IDPRejectedClaim", 403, 1, "claim_refused", claims),
        stays("MalformedPolicyDocument", 400, 1, "session_policy_refused", role),
        stays(
            "RegionDisabledException",
            403,
            1,
            "region_disabled",
            "Enable the region for the account, or set AWS_DEFAULT_REGION to one that is enabled"),
        stays(
            "ExpiredTokenException",
            400,
            1,
            "oidc_token_expired",
            "Run the step again: its OIDC token has expired and cannot be renewed inside a step"),
        stays(
            "ValidationError",
            400,
            1,
            "lifetime_not_allowed",
            "Check that the role's maximum session duration is at least one hour"),
        stays("SomethingNew", 400, 1, "refused", "Fix the problem reported by the service"));
  }

  private static Arguments stays(
      String code, int status, int attempts, String reason, String action) {
    return Arguments.of(
        AwsSts.error(status, code, "No."), attempts, reason, "No (" + code + ")" + REQUEST, action);
  }

  static Stream<Arguments> answersOfOthers() {
    String proxy = "Find out what responds instead of AWS's token service; it may be a proxy";
    return Stream.of(
        Arguments.of(Reply.html(403), 1, "answer_not_the_services", "HTTP 403", proxy),
        Arguments.of(Reply.empty(404), 1, "answer_not_the_services", "HTTP 404", proxy),
        Arguments.of(
            Reply.empty(200),
            PATIENCE,
            "service_unavailable",
            "a response without credentials",
            "Run again; if the problem persists, look for an outage of AWS's token service"));
  }

  @ParameterizedTest
  @MethodSource({"troubleThatStays", "answersOfOthers"})
  void saysWhatStaysAndTriesAgainOnlyWhatMayPass(
      Reply trouble, int attempts, String reason, String words, String action) {
    sts.fail(1000, trouble);

    AccessFailure failure = refusal();

    assertThat(failure.reason()).hasValue(reason);
    assertThat(failure)
        .hasMessage(
            "Could not assume role %s: %s. %s."
                .formatted(ROLE, words, action.replace("<issuer>", identities.issuer().issuer())));
    assertThat(sts.requests()).hasSize(attempts);
    assertThat(time.elapsed()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void givesUpOnAnAnswerThatDripsIn() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    HttpServer drip =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    drip.setExecutor(PlatformThreads.executor());
    drip.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (end.getCount() > 0) {
              body.write(' ');
              body.flush();
              new SystemTime().sleep(Duration.ofMillis(20));
            }
          }
        });
    drip.start();
    URI address = URI.create("http://127.0.0.1:" + drip.getAddress().getPort());
    // A first wait that is longer than the patience: there is no second try.
    AwsRole role =
        new AwsRole(
            new AwsSettings(ROLE, "eu-west-1", Optional.of(address)),
            new Retry(time, () -> 1000),
            _ -> {},
            Duration.ofMillis(300));

    AccessFailure failure =
        catchThrowableOfType(
            AccessFailure.class, () -> role.assume(identity(), POLICY, NAME, HOUR));

    end.countDown();
    drip.stop(0);
    assertThat(failure)
        .hasMessage(
            "Could not assume role "
                + ROLE
                + ": no complete response arrived. Let the step reach AWS's token service, and run"
                + " again.");
    assertThat(asked.get()).isOne();
  }

  @Test
  void saysThatNothingAnswers() {
    sts.close();

    AccessFailure failure = refusal();

    assertThat(failure.reason()).hasValue("service_unreachable");
    assertThat(failure)
        .hasMessage(
            "Could not assume role "
                + ROLE
                + ": ConnectException: Connection refused. Let the step reach AWS's token service,"
                + " and run again.");
  }

  @Test
  void showsNothingOfTheTokenInAnyFailure() {
    Secret token = identity().token().get();
    sts.fail(1, AwsSts.error(400, "InvalidIdentityToken", "Bad token " + token.reveal()));

    AccessFailure failure = refusal();

    assertThat(failure.getMessage()).contains("Bad token ***").doesNotContain(token.reveal());
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void namesTheSessionReadablyAndAlwaysTheSame() {
    Map<String, String> names =
        Map.of(
            "bb-orders-17-57e90000-0123456-89abcdef",
            name("acme/orders", "17", "{57e90000-0000-4000-8000-000000000005}"),
            "bb-a-very-long-reposito-123456789012-57e90000-0123456-89abcdef",
            name("A Very Long Repository Name", "12345678901234", "57E90000-…"),
            "bb-x-0-x-0123456-89abcdef",
            name("{}", "--0", "::"));

    names.forEach(
        (expected, actual) -> assertThat(actual).isEqualTo(expected).matches("[\\w+=,.@-]{2,64}"));
    assertThat(
            RoleSessionName.of(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "20261122T120000Z-89abcdef"))
        .isEqualTo("bb-run-0-89abcdef");
  }

  private static String name(String repository, String build, String step) {
    return RoleSessionName.of(
        Optional.of(repository),
        Optional.of(build),
        Optional.of(step),
        Optional.of("0123456789abcdef0123456789abcdef01234567"),
        "20261122T120000Z-89abcdef");
  }
}
