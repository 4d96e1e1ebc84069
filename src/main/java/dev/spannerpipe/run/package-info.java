/// The commands, and the recorded run that they share. This package puts all other packages
/// together.
@NullMarked
package dev.spannerpipe.run;

import org.jspecify.annotations.NullMarked;
