/// The command line, and the only place that handles failures.
@NullMarked
package dev.spannerpipe.cli;

import org.jspecify.annotations.NullMarked;
