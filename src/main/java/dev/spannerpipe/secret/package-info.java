/// Values that must not be seen, and what keeps them out of everything that a run writes. A leaf.
@NullMarked
package dev.spannerpipe.secret;

import org.jspecify.annotations.NullMarked;
