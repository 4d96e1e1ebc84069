/// The command line, and the one place where failures end.
@NullMarked
package dev.spannerpipe.cli;

import org.jspecify.annotations.NullMarked;
