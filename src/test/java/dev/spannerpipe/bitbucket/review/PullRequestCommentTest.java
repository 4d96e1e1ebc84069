package dev.spannerpipe.bitbucket.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.testing.bitbucket.BitbucketStandIn;
import dev.spannerpipe.testing.bitbucket.Side;
import dev.spannerpipe.testing.bitbucket.Trouble;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One comment per pull request and database, whatever others do to it.
class PullRequestCommentTest {
  private static final String MARKER = "\n\n[comment]: # (spanner-pipe orders)";
  private static final String COMMENTS = "/2.0/repositories/team/shop/pullrequests/12/comments";

  @TempDir private Path folder;
  private BitbucketStandIn bitbucket;
  private String token = BitbucketStandIn.TOKEN;

  @BeforeEach
  void open() {
    bitbucket = BitbucketStandIn.start("team/shop", folder);
    bitbucket.open("12");
  }

  @AfterEach
  void close() {
    bitbucket.close();
    assertThat(bitbucket.problems()).isEmpty();
  }

  private PublishedReview publish(String text) {
    return publish(text, bitbucket.api());
  }

  private PublishedReview publish(String text, URI api) {
    return new ReviewPublisher(PipelinesProxy.of(Map.of()), new Retry(new SystemTime(), () -> 0.0))
        .publish(
            Reviews.of("orders", 0, text),
            new Publication(
                "team/shop",
                "0123456789abcdef0123456789abcdef01234567",
                Optional.of("12"),
                false,
                Optional.empty(),
                api,
                Optional.of(new Secret(token))));
  }

  private static PublishedReview done(PublishedReview.Comment comment) {
    return new PublishedReview(Optional.empty(), comment, Optional.empty());
  }

  @Test
  void theCommentIsFoundOnTheThirdPage() {
    for (int other = 0; other < 250; other++) {
      bitbucket.comment("12", "Comment " + other);
    }
    publish("First");

    assertThat(publish("Second")).isEqualTo(done(PublishedReview.Comment.UPDATED));
    assertThat(bitbucket.comments("12")).hasSize(251).contains("Second" + MARKER);
    assertThat(bitbucket.requests(Side.API))
        .containsExactly(
            "GET " + COMMENTS,
            "GET " + COMMENTS,
            "GET " + COMMENTS,
            "POST " + COMMENTS,
            "GET " + COMMENTS,
            "GET " + COMMENTS,
            "GET " + COMMENTS,
            "PUT " + COMMENTS + "/351");
  }

  @Test
  void noMoreThanThreePagesAreRead() {
    for (int other = 0; other < 350; other++) {
      bitbucket.comment("12", "Comment " + other);
    }

    assertThat(publish("First")).isEqualTo(done(PublishedReview.Comment.ADDED));
    assertThat(bitbucket.requests(Side.API))
        .containsExactly(
            "GET " + COMMENTS, "GET " + COMMENTS, "GET " + COMMENTS, "POST " + COMMENTS);
  }

  @Test
  void aDeletedCommentIsNotBroughtBack() {
    publish("First");
    bitbucket.deleteComments("12");

    assertThat(publish("Second")).isEqualTo(done(PublishedReview.Comment.ADDED));
    assertThat(bitbucket.comments("12")).containsExactly("Second" + MARKER);
    assertThat(bitbucket.requests(Side.API))
        .containsExactly(
            "GET " + COMMENTS, "POST " + COMMENTS, "GET " + COMMENTS, "POST " + COMMENTS);
  }

  @Test
  void aCommentThatIsDeletedMeanwhileIsAddedAgain() {
    publish("First");
    bitbucket.afterReadingComments(() -> bitbucket.deleteComments("12"));

    assertThat(publish("Second")).isEqualTo(done(PublishedReview.Comment.ADDED));
    assertThat(bitbucket.comments("12")).containsExactly("Second" + MARKER);
    assertThat(bitbucket.requests(Side.API))
        .endsWith("GET " + COMMENTS, "PUT " + COMMENTS + "/101", "POST " + COMMENTS);
  }

  @Test
  void theCommentOfAnotherTokenStaysAndIsNotTriedAgain() {
    publish("First");
    token = "ATCTT3xFfGN0-the-next-secret-token";
    bitbucket.replaceToken(token);

    assertThat(publish("Second")).isEqualTo(done(PublishedReview.Comment.ADDED));
    assertThat(publish("Third")).isEqualTo(done(PublishedReview.Comment.UPDATED));
    assertThat(bitbucket.comments("12")).containsExactly("First" + MARKER, "Third" + MARKER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "> [comment]: # (spanner-pipe orders)",
        "See [comment]: # (spanner-pipe orders)",
        "[comment]: # (spanner-pipe orders-2)"
      })
  void aCommentThatOnlyMentionsTheMarkerIsNotReplaced(String other) {
    bitbucket.comment("12", other);

    assertThat(publish("First")).isEqualTo(done(PublishedReview.Comment.ADDED));
    assertThat(bitbucket.comments("12")).containsExactly(other, "First" + MARKER);
  }

  @Test
  void aMarkerBetweenOtherLineBreaksIsFound() {
    publish("First");
    assertThat(publish("A\r\nB")).isEqualTo(done(PublishedReview.Comment.UPDATED));
    assertThat(publish("Third")).isEqualTo(done(PublishedReview.Comment.UPDATED));
  }

  /// What was added may be there although the connection broke.
  @ParameterizedTest
  @EnumSource(names = {"BROKEN", "CLOSE"})
  void aCommentIsNotAddedTwice(Trouble trouble) {
    bitbucket.fail(asked -> asked.method().equals("POST"), trouble, 1);

    assertThat(publish("First").warning()).isPresent();
    assertThat(bitbucket.requests(Side.API)).containsExactly("GET " + COMMENTS, "POST " + COMMENTS);
  }

  @ParameterizedTest
  @EnumSource(names = {"BROKEN", "CLOSE"})
  void aReplacementIsTriedASecondTime(Trouble trouble) {
    publish("First");
    bitbucket.fail(asked -> asked.method().equals("PUT"), trouble, 1);

    assertThat(publish("Second")).isEqualTo(done(PublishedReview.Comment.UPDATED));
    assertThat(bitbucket.comments("12")).containsExactly("Second" + MARKER);
  }

  @Test
  void theTokenIsNotSentToAnotherAddress() {
    try (BitbucketStandIn other = BitbucketStandIn.start("team/shop", folder)) {
      for (String next :
          List.of(
              other.api() + COMMENTS + "?page=2",
              bitbucket.api().toString().replace("127.0.0.1", "localhost") + COMMENTS,
              bitbucket.api().toString().replace("http:", "https:") + COMMENTS,
              bitbucket.api().toString().replace("http://", "http://user@") + COMMENTS,
              "/2.0/other",
              "not an address")) {
        PlayedHttp http =
            new PlayedHttp(
                _ -> PlayedHttp.answer(200, "{\"values\":[],\"next\":\"" + next + "\"}"));
        PublishedReview published =
            new ReviewPublisher(
                    http, _ -> http, PipelinesProxy.of(Map.of()), new Retry(http.time(), () -> 0.5))
                .publish(
                    Reviews.of("orders", 0),
                    new Publication(
                        "team/shop",
                        "0123",
                        Optional.of("12"),
                        false,
                        Optional.empty(),
                        bitbucket.api(),
                        Optional.of(new Secret(token))));

        assertThat(http.requests()).hasSize(1);
        assertThat(published.warning())
            .contains(
                "Could not read the comments of pull request 12 of team/shop: Bitbucket at %s"
                        .formatted(bitbucket.api())
                    + " answered with a next page at another address: \"%s\". Run again; if the"
                        .formatted(next)
                    + " problem persists, remove BITBUCKET_ACCESS_TOKEN.");
      }
      assertThat(other.requests()).isEmpty();
    }
  }
}
