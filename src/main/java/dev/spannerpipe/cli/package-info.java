/// The command line. Only this package turns a failure into a last line and an exit code.
@NullMarked
package dev.spannerpipe.cli;

import org.jspecify.annotations.NullMarked;
