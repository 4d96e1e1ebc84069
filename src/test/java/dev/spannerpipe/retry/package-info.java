/// Tests of time and of trying again.
@NullMarked
package dev.spannerpipe.retry;

import org.jspecify.annotations.NullMarked;
