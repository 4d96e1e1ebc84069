/// Composes what is published about a preview: the Code Insights report, its annotations and the
/// comment on the pull request. Sends nothing.
@NullMarked
package dev.spannerpipe.report.review;

import org.jspecify.annotations.NullMarked;
