/// What can go wrong, sorted by who can fix it. A leaf: it knows nothing of the rest.
@NullMarked
package dev.spannerpipe.failure;

import org.jspecify.annotations.NullMarked;
