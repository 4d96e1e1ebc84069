/// Publishes the review of a preview on Bitbucket: as a Code Insights report, and as one comment on
/// the pull request.
@NullMarked
package dev.spannerpipe.bitbucket.review;

import org.jspecify.annotations.NullMarked;
