/// JSON values with their canonical text. A leaf package.
@NullMarked
package dev.spannerpipe.json;

import org.jspecify.annotations.NullMarked;
