/// Time, and trying again: the one policy for every remote call. A leaf: it knows nothing of the
/// rest.
@NullMarked
package dev.spannerpipe.retry;

import org.jspecify.annotations.NullMarked;
