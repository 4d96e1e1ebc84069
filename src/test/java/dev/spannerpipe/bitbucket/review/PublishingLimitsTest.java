package dev.spannerpipe.bitbucket.review;

import static dev.spannerpipe.bitbucket.review.PlayedHttp.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many requests a publication sends and how long it takes, whatever the services do.
class PublishingLimitsTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String REPORT = "commit/" + COMMIT + "/reports/spanner-pipe-orders";
  private static final String COMMENTS = "pullrequests/12/comments";
  private static final Publication BOTH =
      new Publication(
          "team/shop",
          COMMIT,
          Optional.of("12"),
          true,
          Optional.of(URI.create("http://proxy:29418")),
          Publication.API,
          Optional.of(new Secret("very-secret-token")));
  private static final Publication REPORT_ONLY =
      new Publication(
          "team/shop", COMMIT, Optional.of("12"), true, BOTH.proxy(), BOTH.api(), Optional.empty());

  private PublishedReview published;
  private PlayedHttp http;

  /// Publishes a review in simulated time.
  private void publish(
      int findings, Publication publication, Function<HttpCall, HttpAnswer> service) {
    http = new PlayedHttp(service);
    Retry retry = new Retry(http.time(), () -> 0.5);
    published =
        new ReviewPublisher(http, _ -> http, PipelinesProxy.of(Map.of()), retry)
            .publish(Reviews.of("orders", findings), publication);
  }

  @AfterEach
  void staysWithinTheLimits() {
    assertThat(http.requests()).hasSizeLessThanOrEqualTo(16);
    assertThat(http.time().elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(30));
  }

  private static HttpAnswer well(HttpCall call) {
    return answer(200, call.method().equals("GET") ? "{\"values\":[]}" : "{}");
  }

  private static boolean isReport(HttpCall call) {
    return call.address().getPath().contains("/reports/");
  }

  @Test
  void aThousandFindingsAndACommentFitInto14Requests() {
    publish(1000, BOTH, PublishingLimitsTest::well);

    assertThat(http.requests()).hasSize(14);
    assertThat(published.annotations()).contains(1000);
    assertThat(published.comment()).isEqualTo(PublishedReview.Comment.ADDED);
    assertThat(published.warning()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 410, 413, 422, 429})
  void whatIsRejectedIsNotSentAgain(int status) {
    publish(5, BOTH, _ -> answer(status, ""));

    assertThat(http.requests())
        .containsExactly("0 s: DELETE " + REPORT, "0 s: PUT " + REPORT, "0 s: GET " + COMMENTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void anErrorOfTheServiceIsFollowedByOneMoreAttempt(int status) {
    publish(5, BOTH, _ -> answer(status, ""));

    assertThat(http.requests())
        .containsExactly(
            "0 s: DELETE " + REPORT,
            "0 s: PUT " + REPORT,
            "1 s: PUT " + REPORT,
            "1 s: GET " + COMMENTS,
            "2 s: GET " + COMMENTS);
  }

  @Test
  void aBrokenConnectionIsFollowedByOneMoreAttempt() {
    publish(5, BOTH, _ -> PlayedHttp.BROKEN);

    // The client of the JDK has sent the GET twice.
    assertThat(http.requests())
        .containsExactly(
            "0 s: DELETE " + REPORT,
            "0 s: PUT " + REPORT,
            "1 s: PUT " + REPORT,
            "1 s: GET " + COMMENTS);
  }

  @Test
  void whatWorksAtTheSecondAttemptGoesOn() {
    AtomicInteger count = new AtomicInteger();
    publish(
        150, REPORT_ONLY, call -> count.incrementAndGet() % 2 == 0 ? answer(503, "") : well(call));

    assertThat(http.requests())
        .containsExactly(
            "0 s: DELETE " + REPORT,
            "0 s: PUT " + REPORT,
            "1 s: PUT " + REPORT,
            "1 s: POST " + REPORT + "/annotations",
            "2 s: POST " + REPORT + "/annotations",
            "2 s: POST " + REPORT + "/annotations",
            "3 s: POST " + REPORT + "/annotations");
    assertThat(published.annotations()).contains(150);
    assertThat(published.warning()).isEmpty();
  }

  @Test
  void aReportThatHangsLeavesTimeForTheComment() {
    publish(5, BOTH, call -> isReport(call) ? PlayedHttp.HANG : well(call));

    assertThat(http.requests())
        .containsExactly(
            "0 s: DELETE " + REPORT,
            "5 s: PUT " + REPORT,
            "15 s: GET " + COMMENTS,
            "15 s: POST " + COMMENTS);
    assertThat(published.comment()).isEqualTo(PublishedReview.Comment.ADDED);
    assertThat(published.warning())
        .contains(
            "Could not publish the Code Insights report on commit 0123456789ab… of team/shop: the"
                + " request to the pipeline's proxy at http://proxy:29418 failed: no complete"
                + " response arrived within 10 s. Run again; if the problem persists, set"
                + " CODE_INSIGHTS: 'false'.");
  }

  @Test
  void aDeletionThatHangsIsNotAwaitedForLong() {
    publish(5, REPORT_ONLY, call -> call.method().equals("DELETE") ? PlayedHttp.HANG : well(call));

    assertThat(http.requests())
        .containsExactly(
            "0 s: DELETE " + REPORT, "5 s: PUT " + REPORT, "5 s: POST " + REPORT + "/annotations");
    assertThat(published.annotations()).contains(5);
    assertThat(published.warning()).isEmpty();
  }

  @Test
  void whereEverythingHangsPublishingEndsInTime() {
    publish(1000, BOTH, _ -> PlayedHttp.HANG);

    assertThat(http.time().elapsed()).isEqualTo(Duration.ofSeconds(25));
    assertThat(published.warning())
        .contains(
            "Could not publish the Code Insights report on commit 0123456789ab… of team/shop: the"
                + " request to the pipeline's proxy at http://proxy:29418 failed: no complete"
                + " response arrived within 10 s. Run again; if the problem persists, set"
                + " CODE_INSIGHTS: 'false'. Could not read the comments of pull request 12 of"
                + " team/shop: the request to Bitbucket at https://api.bitbucket.org failed: no"
                + " complete response arrived within 10 s. Run again; if the problem persists,"
                + " remove BITBUCKET_ACCESS_TOKEN.");
  }

  @Test
  void aSlowProxyDoesNotTakeTheTimeOfTheComment() {
    publish(
        1000,
        BOTH,
        call -> isReport(call) ? http.after(Duration.ofSeconds(3), well(call)) : well(call));

    assertThat(http.requests()).endsWith("21 s: GET " + COMMENTS, "21 s: POST " + COMMENTS);
    assertThat(published.annotations()).contains(500);
    assertThat(published.warning())
        .contains(
            "Could not add annotations 501 to 600 of 1000 to the Code Insights report on commit"
                + " 0123456789ab… of team/shop: the request to the pipeline's proxy at"
                + " http://proxy:29418 failed: the limit of 30 s is reached. Run"
                + " again; if the problem persists, set CODE_INSIGHTS: 'false'.");
  }

  @Test
  void withoutACommentAReportMayTakeAllTheTime() {
    publish(1000, REPORT_ONLY, call -> http.after(Duration.ofMillis(2500), well(call)));

    assertThat(published.annotations()).contains(1000);
    assertThat(published.warning()).isEmpty();
  }

  @Test
  void attemptsOfTheReportLeaveRequestsForTheComment() {
    AtomicReference<String> last = new AtomicReference<>("");
    publish(
        1000,
        BOTH,
        call -> {
          boolean first =
              !last.getAndSet(call.method() + call.body()).equals(call.method() + call.body());
          return isReport(call) && first ? answer(500, "") : well(call);
        });

    // 13 for the report: the deletion, and each of the others twice. 2 for the comment.
    assertThat(http.requests()).hasSize(15);
    assertThat(published.comment()).isEqualTo(PublishedReview.Comment.ADDED);
    assertThat(published.annotations()).contains(500);
    assertThat(published.warning())
        .contains(
            "Could not add annotations 501 to 600 of 1000 to the Code Insights report on commit"
                + " 0123456789ab… of team/shop: the request to the pipeline's proxy at"
                + " http://proxy:29418 failed: the limit of 16 requests is reached. Run"
                + " again; if the problem persists, set CODE_INSIGHTS: 'false'.");
  }

  @Test
  void theEndOfTheRunAlsoEndsAPublication() {
    http = new PlayedHttp(_ -> PlayedHttp.HANG);
    Retry retry = new Retry(http.time(), () -> 0.5, Optional.of(Duration.ofSeconds(7)));

    published =
        new ReviewPublisher(http, _ -> http, PipelinesProxy.of(Map.of()), retry)
            .publish(Reviews.of("orders", 5), BOTH);

    assertThat(http.requests()).containsExactly("0 s: DELETE " + REPORT, "5 s: PUT " + REPORT);
    assertThat(http.time().elapsed()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aStoppedRunSendsNothingMore() {
    publish(
        150,
        BOTH,
        call -> {
          if (call.method().equals("POST")) {
            Thread.currentThread().interrupt();
            return PlayedHttp.BROKEN;
          }
          return well(call);
        });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(http.requests())
        .containsExactly(
            "0 s: DELETE " + REPORT, "0 s: PUT " + REPORT, "0 s: POST " + REPORT + "/annotations");
    assertThat(published)
        .isEqualTo(
            new PublishedReview(
                Optional.of(0), PublishedReview.Comment.UNTOUCHED, Optional.empty()));
  }

  @Test
  void aStopDuringTheDeletionIsNotTakenForAnAnswer() {
    publish(
        5,
        BOTH,
        _ -> {
          Thread.currentThread().interrupt();
          return PlayedHttp.BROKEN;
        });

    assertThat(Thread.interrupted()).isTrue();
    assertThat(http.requests()).containsExactly("0 s: DELETE " + REPORT);
    assertThat(published.sentence()).isEmpty();
    assertThat(published.warning()).isEmpty();
  }

  @Test
  void aStopDuringThePauseEndsThePublication() {
    PlayedHttp stopped = new PlayedHttp(_ -> answer(500, ""));
    stopped.time().interruptAfter(Duration.ofMillis(500));
    http = stopped;
    published =
        new ReviewPublisher(
                http, _ -> http, PipelinesProxy.of(Map.of()), new Retry(http.time(), () -> 0.5))
            .publish(Reviews.of("orders", 5), BOTH);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(http.requests()).containsExactly("0 s: DELETE " + REPORT, "0 s: PUT " + REPORT);
    assertThat(published.warning()).isEmpty();
  }

  @Test
  void anErrorOfThePipeItselfIsAWarning() {
    publish(
        5,
        BOTH,
        _ -> {
          throw new IllegalStateException("very-secret-token");
        });

    assertThat(http.requests()).isEqualTo(List.of("0 s: DELETE " + REPORT, "0 s: GET " + COMMENTS));
    assertThat(published.warning())
        .contains(
            "Could not publish the review on Bitbucket: unexpected IllegalStateException. Run"
                + " again; if the problem persists, set CODE_INSIGHTS: 'false' and remove"
                + " BITBUCKET_ACCESS_TOKEN.");
  }
}
