/// Failures, sorted by who can fix them. A leaf package.
@NullMarked
package dev.spannerpipe.failure;

import org.jspecify.annotations.NullMarked;
