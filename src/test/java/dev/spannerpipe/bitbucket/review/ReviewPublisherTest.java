package dev.spannerpipe.bitbucket.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.bitbucket.Asked;
import dev.spannerpipe.testing.bitbucket.BitbucketStandIn;
import dev.spannerpipe.testing.bitbucket.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
