/// The commands, and [dev.spannerpipe.run.RecordedRun], which the commands share. Only this package
/// connects all other packages.
@NullMarked
package dev.spannerpipe.run;

import org.jspecify.annotations.NullMarked;
