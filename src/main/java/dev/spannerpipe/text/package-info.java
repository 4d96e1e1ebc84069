/// Text that is safe to print, hashes, durations, the nearest names, and the names of cloud
/// resources. A leaf package.
@NullMarked
package dev.spannerpipe.text;

import org.jspecify.annotations.NullMarked;
