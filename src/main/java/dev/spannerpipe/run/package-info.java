/// A recorded run from its first step to its last, and the commands. The one place that puts all
/// other packages together.
@NullMarked
package dev.spannerpipe.run;

import org.jspecify.annotations.NullMarked;
