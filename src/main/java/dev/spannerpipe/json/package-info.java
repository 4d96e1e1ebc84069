/// JSON values, and their one canonical text. A leaf: it knows nothing of the rest.
@NullMarked
package dev.spannerpipe.json;

import org.jspecify.annotations.NullMarked;
