/// Files that the pipe reads and writes, without following links that a branch may have placed. A
/// leaf package.
@NullMarked
package dev.spannerpipe.files;

import org.jspecify.annotations.NullMarked;
