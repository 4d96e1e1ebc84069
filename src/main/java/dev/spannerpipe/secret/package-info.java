/// Values that must not be seen, and the classes that keep them out of a run's output. A leaf
/// package.
@NullMarked
package dev.spannerpipe.secret;

import org.jspecify.annotations.NullMarked;
