package dev.spannerpipe.report.review;

import dev.spannerpipe.preview.Preview;

/// Composes reviews.
public final class ReviewWriter {
  private ReviewWriter() {}

  /// Returns what is published about a preview.
  public static Review of(Preview preview, ReviewContext context) {
    AnnotationList annotations = AnnotationList.of(PreviewAnnotations.of(preview, context));
    return new Review(
        context.key(),
        PreviewInsights.of(preview, context),
        annotations.annotations(),
        annotations.omitted(),
        PreviewComment.of(preview, context));
  }

  /// Returns what is published about a preview that could not be made.
  ///
  /// @param failure why; any other exception than a `Failure` is an internal error
  public static Review of(RuntimeException failure, ReviewContext context) {
    return FailureReview.of(failure, context);
  }
}
