/// Text that is safe to print, hashes, durations and names that are nearly right.
@NullMarked
package dev.spannerpipe.text;

import org.jspecify.annotations.NullMarked;
