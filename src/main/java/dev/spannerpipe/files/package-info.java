/// Files that the pipe reads and writes, without following what a branch may have put in their way:
/// a leaf package.
@NullMarked
package dev.spannerpipe.files;

import org.jspecify.annotations.NullMarked;
