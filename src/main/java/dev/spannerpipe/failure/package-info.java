/// Failures that users can act on, one type for each group of people who can fix them. A leaf
/// package: it uses no other package of the pipe.
@NullMarked
package dev.spannerpipe.failure;

import org.jspecify.annotations.NullMarked;
