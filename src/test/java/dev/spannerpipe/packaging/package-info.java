/// What becomes of the pipe's libraries on their way to its users.
@NullMarked
package dev.spannerpipe.packaging;

import org.jspecify.annotations.NullMarked;
