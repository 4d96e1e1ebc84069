package dev.spannerpipe.run;

import dev.spannerpipe.bitbucket.BuildContext;
import dev.spannerpipe.bitbucket.review.PipelinesProxy;
import dev.spannerpipe.bitbucket.review.Publication;
import dev.spannerpipe.bitbucket.review.PublishedReview;
import dev.spannerpipe.bitbucket.review.ReviewPublisher;
import dev.spannerpipe.config.ReviewSettings;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.Console;
import dev.spannerpipe.report.review.Review;
import dev.spannerpipe.report.review.ReviewContext;
import dev.spannerpipe.report.review.ReviewWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.util.Optional;
import java.util.function.Function;

/// Publishes the result of a preview in Bitbucket: as a report of Code Insights, and as a comment
/// on the pull request. If that is not possible, the run logs one warning, and its result remains
/// the same.
final class PreviewReview {
  private final Settings settings;
  private final ReviewSettings own;
  private final RecordedRun run;

  PreviewReview(Settings settings, ReviewSettings own, RecordedRun run) {
    this.settings = settings;
    this.own = own;
    this.run = run;
  }

  /// Publishes a preview.
  void publish(Preview preview) {
    publish(context -> ReviewWriter.of(preview, context));
  }

  /// Publishes why there is no preview. Otherwise the pull request would still show the preview of
  /// an earlier commit or run. Does nothing if the run was stopped, because the failure may be a
  /// consequence of that.
  void publish(RuntimeException failure) {
    if (run.host().stop().requested().isEmpty()) {
      publish(context -> ReviewWriter.of(failure, context));
    }
  }

  private void publish(Function<ReviewContext, Review> writer) {
    warned(() -> compose(writer), run.console());
  }

  /// Does the work. If it throws, logs a warning instead, because neither a preview nor the reason
  /// why there is none may be lost.
  static void warned(Runnable work, Console console) {
    try {
      work.run();
    } catch (RuntimeException unexpected) {
      console.warning(
          "Could not publish the preview in Bitbucket: unexpected %s. Run again; if the problem persists, set CODE_INSIGHTS: 'false' and remove BITBUCKET_ACCESS_TOKEN."
              .formatted(unexpected.getClass().getSimpleName()));
    }
  }

  private void compose(Function<ReviewContext, Review> writer) {
    boolean comments = own.token().isPresent() && run.build().pullRequest() != null;
    if (!own.codeInsights() && !comments) {
      return;
    }
    Console console = run.console();
    Optional<Publication> publication = publication();
    if (publication.isEmpty()) {
      console.warning(
          "Could not publish the preview in Bitbucket: BITBUCKET_COMMIT or BITBUCKET_REPO_FULL_NAME"
              + " is not set. Run the preview in a step of Bitbucket Pipelines, or set"
              + " CODE_INSIGHTS: 'false'.");
      return;
    }
    Review review = writer.apply(context());
    PublishedReview published =
        run.host()
            .waits()
            .working(
                "Publishing the preview in Bitbucket",
                () -> publisher().publish(review, publication.get()));
    published.sentence().ifPresent(sentence -> console.info(sentence + "."));
    published.warning().ifPresent(console::warning);
  }

  private ReviewPublisher publisher() {
    return new ReviewPublisher(PipelinesProxy.of(run.host().environment()), run.services().retry());
  }

  private Optional<Publication> publication() {
    BuildContext build = run.build();
    if (build.commit() == null || build.repository() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Publication(
            build.repository(),
            build.commit(),
            Optional.ofNullable(build.pullRequest()),
            own.codeInsights(),
            own.proxy(),
            own.api(),
            own.token()));
  }

  private ReviewContext context() {
    return new ReviewContext(
        own.database(),
        settings.changelog().changelogFile(),
        run.build().buildUrl().map(URI::create),
        this::repositoryPath,
        run.host().redaction());
  }

  /// Returns the path in the repository of a file of the changelog. The files of the changelog are
  /// relative to a directory of the search path. A finding may name a file that cannot exist, for
  /// example because its name has a character that the file system does not allow.
  private Optional<String> repositoryPath(String file) {
    try {
      return pathOfFile(file);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private Optional<String> pathOfFile(String file) {
    CloneDirectory checkout = settings.changelog().checkout();
    return settings.changelog().roots().stream()
        .map(root -> root.resolve(file).normalize())
        .filter(path -> path.startsWith(checkout.branch()))
        .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
        .map(path -> checkout.branch().relativize(path).toString())
        .findFirst();
  }
}
