package dev.spannerpipe.bitbucket.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.bitbucket.Asked;
import dev.spannerpipe.testing.bitbucket.BitbucketStandIn;
import dev.spannerpipe.testing.bitbucket.Side;
import dev.spannerpipe.testing.bitbucket.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reviews that arrive on Bitbucket.
class ReviewPublisherTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String REPORTS = "/2.0/repositories/team/shop/commit/" + COMMIT + "/reports";
  private static final String COMMENTS = "/2.0/repositories/team/shop/pullrequests/12/comments";

  @TempDir private Path folder;
  private BitbucketStandIn bitbucket;

  private final ReviewPublisher publisher =
      new ReviewPublisher(PipelinesProxy.of(Map.of()), new Retry(new SystemTime(), () -> 0.5));

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

  private Publication publication() {
    return new Publication(
        "team/shop",
        COMMIT,
        Optional.of("12"),
        true,
        Optional.of(bitbucket.proxy()),
        bitbucket.api(),
        Optional.of(new Secret(BitbucketStandIn.TOKEN)));
  }

  @Test
  void aReviewBecomesAReportAndAComment() {
    PublishedReview published = publisher.publish(Reviews.of("orders", 2), publication());

    assertThat(published)
        .isEqualTo(
            new PublishedReview(Optional.of(2), PublishedReview.Comment.ADDED, Optional.empty()));
    assertThat(published.sentence())
        .contains(
            "Published a Code Insights report with 2 annotations and a new comment on the pull"
                + " request");
    assertThat(bitbucket.requests(Side.PROXY))
        .containsExactly(
            "DELETE " + REPORTS + "/spanner-pipe-orders",
            "PUT " + REPORTS + "/spanner-pipe-orders",
            "POST " + REPORTS + "/spanner-pipe-orders/annotations");
    assertThat(bitbucket.requests(Side.API)).containsExactly("GET " + COMMENTS, "POST " + COMMENTS);
    assertThat(bitbucket.reports()).containsOnlyKeys(COMMIT + "/spanner-pipe-orders");
    assertThat(bitbucket.annotations(COMMIT + "/spanner-pipe-orders"))
        .containsOnlyKeys("finding-1", "finding-2");
    assertThat(bitbucket.comments("12"))
        .containsExactly("Something is wrong\n\n[comment]: # (spanner-pipe orders)");
  }

  @Test
  void theProxyGetsTheAbsoluteFormAndNoAuthorization() {
    publisher.publish(Reviews.of("orders", 1), publication());

    assertThat(bitbucket.requests())
        .filteredOn(asked -> asked.side() == Side.PROXY)
        .allSatisfy(
            asked -> {
              assertThat(asked.target()).startsWith("http://api.bitbucket.org/2.0/");
              assertThat(asked.headers())
                  .containsEntry("host", "api.bitbucket.org")
                  .doesNotContainKeys(
                      "authorization", "proxy-authorization", "upgrade", "http2-settings");
            });
    assertThat(bitbucket.requests())
        .filteredOn(asked -> asked.side() == Side.API)
        .extracting(Asked::headers)
        .allSatisfy(
            headers ->
                assertThat(headers)
                    .containsEntry("authorization", "Bearer " + BitbucketStandIn.TOKEN));
  }

  @Test
  void aThousandFindingsArriveInTenBatches() {
    PublishedReview published = publisher.publish(Reviews.of("orders", 1000), publication());

    assertThat(published.annotations()).contains(1000);
    assertThat(published.warning()).isEmpty();
    assertThat(bitbucket.requests(Side.PROXY))
        .filteredOn(request -> request.startsWith("POST "))
        .hasSize(10);
    assertThat(bitbucket.annotations(COMMIT + "/spanner-pipe-orders")).hasSize(1000);
  }

  @Test
  void aSecondPreviewReplacesReportAnnotationsAndComment() {
    publisher.publish(Reviews.of("orders", 1000, "First"), publication());

    PublishedReview published = publisher.publish(Reviews.of("orders", 3, "Second"), publication());

    assertThat(published)
        .isEqualTo(
            new PublishedReview(Optional.of(3), PublishedReview.Comment.UPDATED, Optional.empty()));
    assertThat(published.sentence())
        .contains(
            "Published a Code Insights report with 3 annotations and the updated comment on the"
                + " pull request");
    assertThat(bitbucket.reports()).hasSize(1);
    assertThat(
            bitbucket.reports().get(COMMIT + "/spanner-pipe-orders").get("details").getAsString())
        .isEqualTo("Second");
    assertThat(bitbucket.annotations(COMMIT + "/spanner-pipe-orders")).hasSize(3);
    assertThat(bitbucket.comments("12"))
        .containsExactly("Second\n\n[comment]: # (spanner-pipe orders)");
  }

  @Test
  void aSecondPreviewReplacesAnnotationsWhereDeletingIsNotAllowed() {
    publisher.publish(Reviews.of("orders", 2, "First"), publication());
    bitbucket.fail(asked -> asked.method().equals("DELETE"), Trouble.FORBIDDEN, 1);

    PublishedReview published = publisher.publish(Reviews.of("orders", 2, "Second"), publication());

    assertThat(published.warning()).isEmpty();
    assertThat(bitbucket.annotations(COMMIT + "/spanner-pipe-orders").values())
        .extracting(annotation -> annotation.get("summary").getAsString())
        .containsExactly("Second", "Second");
  }

  @Test
  void twoDatabasesHaveTheirOwnReportsAndComments() {
    for (String run : List.of("First", "Second")) {
      publisher.publish(Reviews.of("orders", 1, run), publication());
      publisher.publish(Reviews.of("orders-2", 2, run), publication());
    }

    assertThat(bitbucket.reports())
        .containsOnlyKeys(COMMIT + "/spanner-pipe-orders", COMMIT + "/spanner-pipe-orders-2");
    assertThat(bitbucket.annotations(COMMIT + "/spanner-pipe-orders")).hasSize(1);
    assertThat(bitbucket.annotations(COMMIT + "/spanner-pipe-orders-2")).hasSize(2);
    assertThat(bitbucket.comments("12"))
        .containsExactly(
            "Second\n\n[comment]: # (spanner-pipe orders)",
            "Second\n\n[comment]: # (spanner-pipe orders-2)");
  }

  @Test
  void withoutATokenThereIsOnlyAReport() {
    PublishedReview published =
        publisher.publish(
            Reviews.of("orders", 1),
            new Publication(
                "team/shop",
                COMMIT,
                Optional.of("12"),
                true,
                Optional.of(bitbucket.proxy()),
                bitbucket.api(),
                Optional.empty()));

    assertThat(published.sentence()).contains("Published a Code Insights report with 1 annotation");
    assertThat(bitbucket.requests(Side.API)).isEmpty();
  }

  @Test
  void withoutAPullRequestThereIsOnlyAReport() {
    PublishedReview published =
        publisher.publish(
            Reviews.of("orders", 0),
            new Publication(
                "team/shop",
                COMMIT,
                Optional.empty(),
                true,
                Optional.of(bitbucket.proxy()),
                bitbucket.api(),
                Optional.of(new Secret(BitbucketStandIn.TOKEN))));

    assertThat(published.sentence())
        .contains("Published a Code Insights report with 0 annotations");
    assertThat(bitbucket.requests(Side.API)).isEmpty();
  }

  @Test
  void withoutAReportThereIsOnlyAComment() {
    PublishedReview published = publisher.publish(Reviews.of("orders", 1), commentOnly());

    assertThat(published.sentence()).contains("Published a new comment on the pull request");
    assertThat(bitbucket.requests(Side.PROXY)).isEmpty();
  }

  private Publication commentOnly() {
    return new Publication(
        "team/shop",
        COMMIT,
        Optional.of("12"),
        false,
        Optional.empty(),
        bitbucket.api(),
        Optional.of(new Secret(BitbucketStandIn.TOKEN)));
  }

  @Test
  void namesAreEncoded() throws IOException {
    try (BitbucketStandIn other =
        BitbucketStandIn.start(
            "{5f0c-17}/{a b}é", Files.createDirectory(folder.resolve("other")))) {
      other.open("12");
      PublishedReview published =
          publisher.publish(
              Reviews.of("orders", 0),
              new Publication(
                  "{5f0c-17}/{a b}é",
                  COMMIT,
                  Optional.of("12"),
                  true,
                  Optional.of(other.proxy()),
                  other.api(),
                  Optional.of(new Secret(BitbucketStandIn.TOKEN))));

      assertThat(published.warning()).isEmpty();
      assertThat(other.problems()).isEmpty();
      assertThat(other.requests())
          .extracting(Asked::path)
          .allSatisfy(
              path ->
                  assertThat(path)
                      .startsWith("/2.0/repositories/%7B5f0c-17%7D/%7Ba%20b%7D%C3%A9/"));
    }
  }

  @Test
  void theProxyIsFoundWhereItListens() {
    PublishedReview published =
        new ReviewPublisher(
                new PipelinesProxy(
                    List.of("127.0.0.1"), bitbucket.proxy().getPort(), Duration.ofMinutes(1)),
                new Retry(new SystemTime(), () -> 0.5))
            .publish(
                Reviews.of("orders", 1),
                new Publication(
                    "team/shop",
                    COMMIT,
                    Optional.empty(),
                    true,
                    Optional.empty(),
                    bitbucket.api(),
                    Optional.empty()));

    assertThat(published.sentence()).contains("Published a Code Insights report with 1 annotation");
  }
}
