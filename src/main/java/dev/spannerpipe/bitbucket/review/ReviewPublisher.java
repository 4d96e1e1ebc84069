package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.JdkHttp;
import dev.spannerpipe.report.review.Review;
import dev.spannerpipe.retry.InterruptedWaitException;
import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.text.English;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Publishes reviews on Bitbucket: a Code Insights report through the proxy of the pipeline, and a
/// comment on the pull request with an access token.
///
/// A publication takes at most 30 s and at most 16 requests. It never throws, because a preview is
/// right or wrong whether or not it could be published. It ends early if the thread is interrupted.
public final class ReviewPublisher {
  /// How much time the report leaves to the comment.
  private static final Duration FOR_COMMENT = Duration.ofSeconds(10);

  private final Http api;
  private final Function<InetSocketAddress, Http> throughProxy;
  private final PipelinesProxy search;
  private final Retry retry;

  /// Creates a publisher.
  ///
  /// @param search finds the proxy if the publication does not name it
  /// @param retry its deadline also ends a publication
  public ReviewPublisher(PipelinesProxy search, Retry retry) {
    this(new JdkHttp(), JdkHttp::through, search, retry);
  }

  ReviewPublisher(
      Http api,
      Function<InetSocketAddress, Http> throughProxy,
      PipelinesProxy search,
      Retry retry) {
    this.api = api;
    this.throughProxy = throughProxy;
    this.search = search;
    this.retry = retry;
  }

  /// Publishes the review, as far as that is possible.
  public PublishedReview publish(Review review, Publication publication) {
    Publishing publishing = new Publishing(review, publication, new RequestBudget(retry));
    try {
      publishing.publish();
    } catch (InterruptedWaitException _) {
      // The run reports why it ended early.
    } finally {
      api.close();
    }
    return publishing.published();
  }

  /// One publication, and what it has achieved so far.
  private final class Publishing {
    private final Review review;
    private final Publication publication;
    private final RequestBudget budget;
    private final Set<String> warnings = new LinkedHashSet<>();
    private Optional<Integer> annotations = Optional.empty();
    private PublishedReview.Comment comment = PublishedReview.Comment.UNTOUCHED;

    Publishing(Review review, Publication publication, RequestBudget budget) {
      this.review = review;
      this.publication = publication;
      this.budget = budget;
    }

    PublishedReview published() {
      return new PublishedReview(
          annotations,
          comment,
          warnings.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", warnings)));
    }

    void publish() {
      Optional<Secret> token =
          publication.token().filter(_ -> publication.pullRequest().isPresent());
      if (publication.codeInsights()) {
        if (token.isPresent()) {
          budget.reserve(PullRequestComment.REQUESTS, FOR_COMMENT);
        }
        warned(this::report);
        budget.reserve(0, Duration.ZERO);
      }
      token.ifPresent(secret -> warned(() -> comment(secret)));
    }

    private void warned(Runnable part) {
      try {
        part.run();
      } catch (PublishingException failure) {
        warnings.add(failure.text());
      } catch (InterruptedWaitException stopped) {
        throw stopped;
      } catch (RuntimeException unexpected) {
        warnings.add(
            Channel.message(
                "Could not publish the review on Bitbucket",
                "unexpected " + unexpected.getClass().getSimpleName(),
                "Run again; if the problem persists, set CODE_INSIGHTS: 'false' and remove"
                    + " BITBUCKET_ACCESS_TOKEN"));
      }
    }

    private void report() {
      InetSocketAddress proxy = proxy();
      Remote remote =
          new Remote(
              "the pipeline's proxy",
              "http://%s:%d".formatted(proxy.getHostString(), proxy.getPort()));
      try (Http http = throughProxy.apply(proxy)) {
        Channel channel =
            new Channel(
                http, remote, CodeInsights.BASE, Optional.empty(), CodeInsights::advice, budget);
        new CodeInsights(channel, publication)
            .publish(review, count -> annotations = Optional.of(count));
      }
    }

    /// The search has its own time limit, so it does not begin after that of the run.
    private InetSocketAddress proxy() {
      if (retry.deadline().isOver()) {
        throw new PublishingException(
            0,
            Channel.message(
                "Could not publish a Code Insights report",
                "TIMEOUT has expired",
                "Run again with a longer TIMEOUT"));
      }
      return publication
          .proxy()
          .map(ReviewPublisher::address)
          .or(search::find)
          .orElseThrow(
              () ->
                  new PublishingException(
                      0,
                      Channel.message(
                          "Could not publish a Code Insights report",
                          "no proxy of Bitbucket Pipelines accepts a connection at "
                              + English.list(search.candidates(), "or"),
                          "Run the preview as a pipe on Bitbucket Pipelines, or set CODE_INSIGHTS:"
                              + " 'false'")));
    }

    private void comment(Secret token) {
      Channel channel =
          new Channel(
              api,
              Remote.at("Bitbucket", publication.api()),
              publication.api(),
              Optional.of(token),
              PullRequestComment::advice,
              budget);
      comment =
          new PullRequestComment(channel, publication, publication.pullRequest().orElseThrow())
              .publish(review);
    }
  }

  private static InetSocketAddress address(URI proxy) {
    // Resolving the name here could take longer than any limit.
    return InetSocketAddress.createUnresolved(
        proxy.getHost(), proxy.getPort() == -1 ? 80 : proxy.getPort());
  }
}
