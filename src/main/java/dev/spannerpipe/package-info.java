/// The entry point of the process. The pipe itself begins in [dev.spannerpipe.cli].
@NullMarked
package dev.spannerpipe;

import org.jspecify.annotations.NullMarked;
