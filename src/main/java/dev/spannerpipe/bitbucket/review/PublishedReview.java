package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was published of a review.
///
/// @param annotations how many annotations the report has; empty if no report was published
/// @param comment what was done about the comment
/// @param warning what could not be published, why, and what to do; empty if everything was
///   published, or if the run had to end meanwhile
public record PublishedReview(
    Optional<Integer> annotations, Comment comment, Optional<String> warning) {
  /// What was done about the comment on the pull request.
  public enum Comment {
    /// There is none, or it is as it was before.
    UNTOUCHED,
    /// There is a new comment.
    ADDED,
    /// The comment of an earlier preview was replaced.
    UPDATED
  }

  /// Returns a sentence for the log, without a full stop; empty if nothing was published.
  public Optional<String> sentence() {
    List<String> parts = new ArrayList<>();
    annotations.ifPresent(
        count -> parts.add("a Code Insights report with " + English.count(count, "annotation")));
    switch (comment) {
      case ADDED -> parts.add("a new comment on the pull request");
      case UPDATED -> parts.add("the updated comment on the pull request");
      case UNTOUCHED -> {}
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of("Published " + English.list(parts));
  }
}
