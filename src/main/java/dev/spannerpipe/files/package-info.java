/// Reads and writes files without following symbolic links that a branch may have placed. A leaf
/// package: it uses no other package of the pipe.
@NullMarked
package dev.spannerpipe.files;

import org.jspecify.annotations.NullMarked;
