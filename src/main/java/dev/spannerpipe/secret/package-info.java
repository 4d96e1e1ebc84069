/// Values that must not be visible, and the classes that keep them out of a run's output. A leaf
/// package: it uses no other package of the pipe.
@NullMarked
package dev.spannerpipe.secret;

import org.jspecify.annotations.NullMarked;
