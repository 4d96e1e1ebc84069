/// Formats what `adopt` found as text and as JSON.
@NullMarked
package dev.spannerpipe.report.adoption;

import org.jspecify.annotations.NullMarked;
