package dev.spannerpipe.bitbucket.review;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.bitbucket.BitbucketStandIn;
import dev.spannerpipe.testing.bitbucket.Side;
import dev.spannerpipe.testing.bitbucket.Trouble;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Reviews that do not arrive, each with one warning.
class FailedReviewTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String REPORT =
      "Could not publish the Code Insights report on commit 0123456789ab… of team/shop: ";
  private static final String COMMENTS =
      "Could not read the comments of pull request 12 of team/shop: ";
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private BitbucketStandIn bitbucket;
  private Time time = new SystemTime().waitingBy(_ -> {});

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(folder.resolve("db"));
    Files.writeString(folder.resolve("db/a b.sql"), "SELECT 1;\n");
    bitbucket = BitbucketStandIn.start("team/shop", folder);
    bitbucket.open("12");
  }

  @AfterEach
  void close() {
    bitbucket.close();
    assertThat(bitbucket.problems()).isEmpty();
  }

  /// A machine on which every call has a fiftieth of its time.
  private static Time impatient() {
    SystemTime machine = new SystemTime();
    return new Time() {
      @Override
      public Instant now() {
        return machine.now();
      }

      @Override
      public Duration elapsed() {
        return machine.elapsed();
      }

      @Override
      public void sleep(Duration duration) {}

      @Override
      public Duration onMachine(Duration duration) {
        return duration.dividedBy(50);
      }
    };
  }

  private PublishedReview publish(Publication publication) {
    return new ReviewPublisher(
            new PipelinesProxy(List.of("127.0.0.1", "nowhere.invalid"), 1, LONG),
            new Retry(time, () -> 0.5))
        .publish(Reviews.of("orders", 150), publication);
  }

  private Publication report(Optional<URI> proxy) {
    return new Publication(
        "team/shop", COMMIT, Optional.of("12"), true, proxy, bitbucket.api(), Optional.empty());
  }

  private Publication comment(String token) {
    return new Publication(
        "team/shop",
        COMMIT,
        Optional.of("12"),
        false,
        Optional.empty(),
        bitbucket.api(),
        Optional.of(new Secret(token)));
  }

  private Publication both() {
    return new Publication(
        "team/shop",
        COMMIT,
        Optional.of("12"),
        true,
        Optional.of(bitbucket.proxy()),
        bitbucket.api(),
        Optional.of(new Secret(BitbucketStandIn.TOKEN)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BAD_REQUEST | X answered HTTP 400: Bad request. Run again; if the problem persists, set CODE_INSIGHTS: 'false'.
          FORBIDDEN   | X answered HTTP 403: Your credentials lack one or more required privilege scopes. Check that BITBUCKET_REPO_FULL_NAME and BITBUCKET_COMMIT are those of this step, or set CODE_INSIGHTS: 'false'.
          NOT_FOUND   | X answered HTTP 404: Resource not found. Check that BITBUCKET_REPO_FULL_NAME and BITBUCKET_COMMIT are those of this step, or set CODE_INSIGHTS: 'false'.
          TOO_LARGE   | X answered HTTP 413. Preview fewer change sets at a time, or set CODE_INSIGHTS: 'false'.
          TOO_MANY    | X answered HTTP 429: Rate limit for this resource exceeded. Run again when Bitbucket's limit of requests per hour allows it.
          BROKEN      | X answered HTTP 500. Run again; if the problem persists, set CODE_INSIGHTS: 'false'.
          GARBAGE     | X answered HTTP 200 with a body that is not JSON. Run again; if the problem persists, set CODE_INSIGHTS: 'false'.
          CLOSE       | the request to X failed: the connection broke before the response was complete. Run again; if the problem persists, set CODE_INSIGHTS: 'false'.
          """)
  void aProxyInTroubleIsOneWarningAndTheCommentIsStillThere(Trouble trouble, String warning) {
    bitbucket.fail(Side.PROXY, trouble);

    PublishedReview published = publish(both());

    assertThat(published)
        .isEqualTo(
            new PublishedReview(
                Optional.empty(),
                PublishedReview.Comment.ADDED,
                Optional.of(
                    REPORT
                        + warning.replace("X", "the pipeline's proxy at " + bitbucket.proxy()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BAD_REQUEST | X answered HTTP 400: Bad request. Run again; if the problem persists, remove BITBUCKET_ACCESS_TOKEN.
          FORBIDDEN   | X answered HTTP 403: Your credentials lack one or more required privilege scopes. Create an access token with the scope pullrequest:write, and set BITBUCKET_ACCESS_TOKEN to it.
          NOT_FOUND   | X answered HTTP 404: Resource not found. Check that the pull request still exists, and that BITBUCKET_ACCESS_TOKEN belongs to its repository.
          TOO_LARGE   | X answered HTTP 413. Preview fewer change sets at a time, or remove BITBUCKET_ACCESS_TOKEN.
          TOO_MANY    | X answered HTTP 429: Rate limit for this resource exceeded. Run again when Bitbucket's limit of requests per hour allows it.
          BROKEN      | X answered HTTP 500. Run again; if the problem persists, remove BITBUCKET_ACCESS_TOKEN.
          GARBAGE     | X answered HTTP 200 with a body that is not JSON. Run again; if the problem persists, remove BITBUCKET_ACCESS_TOKEN.
          CLOSE       | the request to X failed: the connection broke before the response was complete. Run again; if the problem persists, remove BITBUCKET_ACCESS_TOKEN.
          """)
  void anApiInTroubleIsOneWarningAndTheReportIsStillThere(Trouble trouble, String warning) {
    bitbucket.fail(Side.API, trouble);

    PublishedReview published = publish(both());

    assertThat(published)
        .isEqualTo(
            new PublishedReview(
                Optional.of(150),
                PublishedReview.Comment.UNTOUCHED,
                Optional.of(COMMENTS + warning.replace("X", "Bitbucket at " + bitbucket.api()))));
  }

  @Test
  void aProxyThatNeverAnswersIsOneWarning() {
    time = impatient();
    bitbucket.fail(Side.PROXY, Trouble.HANG);

    assertThat(publish(report(Optional.of(bitbucket.proxy()))).warning())
        .contains(
            REPORT
                + "the request to the pipeline's proxy at "
                + bitbucket.proxy()
                + " failed: no complete response arrived within 200 ms. Run again; if the problem"
                + " persists, set CODE_INSIGHTS: 'false'.");
    assertThat(bitbucket.requests()).hasSize(2);
  }

  @Test
  void anApiThatNeverAnswersIsOneWarning() {
    time = impatient();
    bitbucket.fail(Side.API, Trouble.HANG);

    assertThat(publish(comment(BitbucketStandIn.TOKEN)).warning())
        .contains(
            COMMENTS
                + "the request to Bitbucket at "
                + bitbucket.api()
                + " failed: no complete response arrived within 200 ms. Run again; if the problem"
                + " persists, remove BITBUCKET_ACCESS_TOKEN.");
    assertThat(bitbucket.requests()).hasSize(1);
  }

  /// Counted on the wire: the client of the JDK repeats some requests by itself.
  @ParameterizedTest
  @EnumSource(Trouble.class)
  void noTroubleCausesMoreThan16Requests(Trouble trouble) {
    time = trouble == Trouble.HANG ? impatient() : time;
    bitbucket.fail(_ -> true, trouble, Integer.MAX_VALUE);

    assertThat(publish(both()).warning()).isPresent();
    // On a busy machine, a request without an answer may end before it has arrived.
    assertThat(bitbucket.requests().size()).isBetween(trouble == Trouble.HANG ? 1 : 3, 16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          BAD_REQUEST | answered HTTP 400: Bad request.
          BROKEN      | answered HTTP 500.
          """)
  void annotationsThatAreRejectedAreNamed(Trouble trouble, String reason) {
    bitbucket.fail(
        asked -> asked.path().endsWith("/annotations") && asked.body().contains("finding-101"),
        trouble,
        2);

    PublishedReview published = publish(report(Optional.of(bitbucket.proxy())));

    assertThat(published.sentence())
        .contains("Published a Code Insights report with 100 annotations");
    assertThat(published.warning())
        .contains(
            "Could not add annotations 101 to 150 of 150 to the Code Insights report on commit"
                + " 0123456789ab… of team/shop: the pipeline's proxy at "
                + bitbucket.proxy()
                + " "
                + reason
                + " Run again; if the problem persists, set CODE_INSIGHTS: 'false'.");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HANG")
  void whateverTheDeletionAnswersIsFine(Trouble trouble) {
    bitbucket.fail(asked -> asked.method().equals("DELETE"), trouble, 1);

    PublishedReview published = publish(report(Optional.of(bitbucket.proxy())));

    assertThat(published.annotations()).contains(150);
    assertThat(published.warning()).isEmpty();
  }

  @Test
  void whereThereIsNoProxyTheHostsAreNamed() {
    assertThat(publish(report(Optional.empty())).warning())
        .contains(
            "Could not publish a Code Insights report: no proxy of Bitbucket Pipelines accepts a"
                + " connection at 127.0.0.1:1 or nowhere.invalid:1. Run the preview as a pipe on"
                + " Bitbucket Pipelines, or set CODE_INSIGHTS: 'false'.");
    assertThat(bitbucket.requests()).isEmpty();
  }

  @Test
  void aProxyThatIsNotThereIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(publish(report(Optional.of(URI.create("http://127.0.0.1:" + port)))).warning())
        .contains(
            REPORT
                + "the request to the pipeline's proxy at http://127.0.0.1:"
                + port
                + " failed: no connection could be made. Run again; if the problem persists, set"
                + " CODE_INSIGHTS: 'false'.");
  }

  @Test
  void somethingElseAtThePortOfTheProxyIsNamed() throws IOException {
    try (ServerSocket gerrit = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofPlatform().daemon().start(() -> greet(gerrit));
      String address = "http://127.0.0.1:" + gerrit.getLocalPort();

      assertThat(publish(report(Optional.of(URI.create(address)))).warning())
          .contains(
              REPORT
                  + "the request to the pipeline's proxy at "
                  + address
                  + " failed: the response is not HTTP. Run again; if the problem persists, set"
                  + " CODE_INSIGHTS: 'false'.");
    }
  }

  private static void greet(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write("SSH-2.0-GerritCodeReview_3.9\r\n\r\n".getBytes(US_ASCII));
        client.getInputStream().read(new byte[4096]);
      } catch (IOException _) {
        // The client has seen enough, or the test is over.
      }
    }
  }

  @Test
  void anExpiredTokenIsNamedAndNotShown() {
    bitbucket.replaceToken("another-token");

    PublishedReview published = publish(comment(BitbucketStandIn.TOKEN));

    assertThat(published.warning())
        .contains(
            COMMENTS
                + "Bitbucket at "
                + bitbucket.api()
                + " answered HTTP 401: Token is invalid, expired, or not supported for this"
                + " endpoint. The access token has expired or was revoked: create a new one with"
                + " the scope pullrequest:write, and set BITBUCKET_ACCESS_TOKEN to it.");
    assertThat(bitbucket.requests()).hasSize(1);
  }

  @Test
  void aPullRequestThatIsGoneIsNamed() {
    bitbucket.remove("12");

    assertThat(publish(comment(BitbucketStandIn.TOKEN)).warning())
        .contains(
            COMMENTS
                + "Bitbucket at "
                + bitbucket.api()
                + " answered HTTP 404: Resource not found. Check that the pull request still"
                + " exists, and that BITBUCKET_ACCESS_TOKEN belongs to its repository.");
  }

  @Test
  void aTokenThatMayOnlyReadIsNamed() {
    bitbucket.fail(asked -> asked.method().equals("POST"), Trouble.FORBIDDEN, 1);

    assertThat(publish(comment(BitbucketStandIn.TOKEN)).warning())
        .contains(
            "Could not add a comment to pull request 12 of team/shop: Bitbucket at "
                + bitbucket.api()
                + " answered HTTP 403: Your credentials lack one or more required privilege"
                + " scopes. Create an access token with the scope pullrequest:write, and set"
                + " BITBUCKET_ACCESS_TOKEN to it.");
  }

  @Test
  void aReplacementThatIsRejectedIsNamed() {
    publish(comment(BitbucketStandIn.TOKEN));
    bitbucket.fail(asked -> asked.method().equals("PUT"), Trouble.TOO_LARGE, 1);

    assertThat(publish(comment(BitbucketStandIn.TOKEN)).warning())
        .contains(
            "Could not update the comment on pull request 12 of team/shop: Bitbucket at "
                + bitbucket.api()
                + " answered HTTP 413. Preview fewer change sets at a time, or remove"
                + " BITBUCKET_ACCESS_TOKEN.");
  }

  @Test
  void aTokenThatCannotBeSentIsNotShown() {
    String token = "very-secret\nvery-secret";

    assertThat(publish(comment(token)).warning())
        .contains(
            COMMENTS
                + "the request to Bitbucket at "
                + bitbucket.api()
                + " failed: the address or a header of the request cannot be sent. Run again; if"
                + " the problem persists, remove BITBUCKET_ACCESS_TOKEN.");
  }

  @Test
  void wordsOfTheServiceAreShortSafeAndWithoutTheToken() {
    String words =
        "No \\u001b[31m\\u202e entry\\nfor " + BitbucketStandIn.TOKEN + " " + "long ".repeat(200);
    PlayedHttp http =
        new PlayedHttp(_ -> PlayedHttp.answer(418, "{\"error\":{\"message\":\"" + words + "\"}}"));

    PublishedReview published =
        new ReviewPublisher(
                http, _ -> http, PipelinesProxy.of(Map.of()), new Retry(http.time(), () -> 0.5))
            .publish(Reviews.of("orders", 1), comment(BitbucketStandIn.TOKEN));

    assertThat(published.warning())
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .startsWith(
                        COMMENTS
                            + "Bitbucket at "
                            + bitbucket.api()
                            + " answered HTTP 418: No \uFFFD[31m\uFFFD entry for *** long long ")
                    .endsWith(
                        " long …. Run again; if the problem persists, remove"
                            + " BITBUCKET_ACCESS_TOKEN.")
                    .hasSizeLessThan(700)
                    .doesNotContain(BitbucketStandIn.TOKEN));
  }

  @Test
  void wordsOfCodeInsightsAreFoundToo() {
    PlayedHttp http =
        new PlayedHttp(
            _ ->
                PlayedHttp.answer(
                    400,
                    "{\"key\":\"report.title\",\"message\":\"The title field is too long.\"}"));

    PublishedReview published =
        new ReviewPublisher(
                http, _ -> http, PipelinesProxy.of(Map.of()), new Retry(http.time(), () -> 0.5))
            .publish(Reviews.of("orders", 1), report(Optional.of(bitbucket.proxy())));

    assertThat(published.warning())
        .contains(
            REPORT
                + "the pipeline's proxy at "
                + bitbucket.proxy()
                + " answered HTTP 400: The title field is too long. Run again; if the problem"
                + " persists, set CODE_INSIGHTS: 'false'.");
  }

  @Test
  void aStopEndsAPublicationThatHangs() throws Exception {
    time = new SystemTime();
    bitbucket.fail(Side.PROXY, Trouble.HANG);
    CompletableFuture<PublishedReview> published = new CompletableFuture<>();
    Thread publishing =
        Thread.ofPlatform().daemon().start(() -> published.complete(publish(both())));
    while (bitbucket.requests().isEmpty()) {
      new SystemTime().sleep(Duration.ofMillis(5));
    }

    publishing.interrupt();

    assertThat(published.get(LONG.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(
            new PublishedReview(
                Optional.empty(), PublishedReview.Comment.UNTOUCHED, Optional.empty()));
    assertThat(bitbucket.requests()).hasSize(1);
  }

  @Test
  void afterTheEndOfTimeoutNothingIsSent() {
    Retry over = new Retry(new SystemTime(), () -> 0.5, Optional.of(Duration.ZERO));

    PublishedReview published =
        new ReviewPublisher(PipelinesProxy.of(Map.of()), over)
            .publish(Reviews.of("orders", 1), both());

    assertThat(published.warning())
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .contains(
                        "Could not publish a Code Insights report: TIMEOUT has expired. Run again"
                            + " with a longer TIMEOUT.")
                    .contains("failed: TIMEOUT has expired."));
    assertThat(bitbucket.requests()).isEmpty();
  }
}
