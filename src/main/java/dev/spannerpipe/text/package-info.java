/// Text that is safe to print, hashes, durations, names that are nearly right, and the names that
/// the clouds give to things.
@NullMarked
package dev.spannerpipe.text;

import org.jspecify.annotations.NullMarked;
