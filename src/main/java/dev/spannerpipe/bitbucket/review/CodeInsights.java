package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.report.review.Annotation;
import dev.spannerpipe.report.review.Review;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/// Replaces a Code Insights report and its annotations. See [Code
/// Insights](https://support.atlassian.com/bitbucket-cloud/docs/code-insights/).
///
/// @param channel the proxy of the pipeline
record CodeInsights(Channel channel, Publication publication) {
  /// The address to which the proxy adds the authorization. The proxy reads it, so it is not
  /// `https`, and no token may be sent to it.
  static final URI BASE = URI.create("http://api.bitbucket.org");

  private static final int BATCH = 100;

  /// Deleting the report is not necessary for a first report, and may not be allowed.
  private static final Duration DELETION = Duration.ofSeconds(5);

  /// Publishes the report.
  ///
  /// @param published receives the number of annotations whenever Bitbucket has accepted more
  void publish(Review review, IntConsumer published) {
    String path = publication.report(review.reportId());
    delete(path);
    String report = "the Code Insights report on commit " + commit() + repository(publication);
    channel.sendAgain(
        "Could not publish " + report,
        channel.call("PUT", channel.address(path), Optional.of(review.reportJson())));
    published.accept(0);
    List<Annotation> all =
        review
            .annotations()
            .subList(0, Math.min(Review.MOST_ANNOTATIONS, review.annotations().size()));
    for (int from = 0; from < all.size(); from += BATCH) {
      int to = Math.min(from + BATCH, all.size());
      JsonArray batch =
          new JsonArray(all.subList(from, to).stream().<Json>map(Annotation::json).toList());
      channel.sendAgain(
          "Could not add annotations %d to %d of %d to %s"
              .formatted(from + 1, to, all.size(), report),
          channel.call("POST", channel.address(path + "/annotations"), Optional.of(batch)));
      published.accept(to);
    }
  }

  /// Deletes the report of an earlier preview of the same commit. Only this removes the annotations
  /// of findings that are gone. It is not known whether the proxy allows it, so any outcome will
  /// do.
  private void delete(String path) {
    HttpCall call =
        channel.call("DELETE", channel.address(path), Optional.empty()).within(DELETION);
    try {
      channel.budget().send(channel.http(), channel.remote(), call);
    } catch (HttpException _) {
      // The next request shows whether the proxy can be reached.
    }
  }

  private String commit() {
    return SafeText.line(publication.commit(), 13);
  }

  static String repository(Publication publication) {
    return " of " + SafeText.line(publication.repository(), 125);
  }

  /// Returns what to do if publishing failed with this status.
  static String advice(int status) {
    return switch (status) {
      case 401, 403, 404 ->
          "Check that BITBUCKET_REPO_FULL_NAME and BITBUCKET_COMMIT are those of this step, or set"
              + " CODE_INSIGHTS: 'false'";
      case 413 -> "Preview fewer change sets at a time, or set CODE_INSIGHTS: 'false'";
      case 429 -> "Run again when Bitbucket's limit of requests per hour allows it";
      default -> "Run again; if the problem persists, set CODE_INSIGHTS: 'false'";
    };
  }
}
