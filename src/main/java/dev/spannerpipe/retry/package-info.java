/// Time and retries: the one retry policy for every remote call. A leaf: it depends on no other
/// package of the pipe.
@NullMarked
package dev.spannerpipe.retry;

import org.jspecify.annotations.NullMarked;
