/// What the engine needs from outside: the database and its schema operations, and the values that
/// cross that border. Implemented by `spanner`.
@NullMarked
package dev.spannerpipe.apply.port;

import org.jspecify.annotations.NullMarked;
