/// The files of one commit, read from the clone's own objects. The only package that sees JGit.
@NullMarked
package dev.spannerpipe.git;

import org.jspecify.annotations.NullMarked;
