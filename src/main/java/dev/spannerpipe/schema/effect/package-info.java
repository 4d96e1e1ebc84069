/// What a schema change does, as the difference between two schemas.
@NullMarked
package dev.spannerpipe.schema.effect;

import org.jspecify.annotations.NullMarked;
