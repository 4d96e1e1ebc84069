/// The process. Everything else begins in [dev.spannerpipe.cli].
@NullMarked
package dev.spannerpipe;

import org.jspecify.annotations.NullMarked;
