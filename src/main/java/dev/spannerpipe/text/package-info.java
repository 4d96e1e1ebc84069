/// Text that is safe to print, hashes, durations, "did you mean", and the names of cloud resources.
/// A leaf package: it uses no other package of the pipe.
@NullMarked
package dev.spannerpipe.text;

import org.jspecify.annotations.NullMarked;
