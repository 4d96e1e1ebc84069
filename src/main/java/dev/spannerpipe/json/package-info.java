/// JSON values and their canonical text. A leaf package: it uses no other package of the pipe.
@NullMarked
package dev.spannerpipe.json;

import org.jspecify.annotations.NullMarked;
