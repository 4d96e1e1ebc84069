/// The engine's ports: the database, its schema operations, and the values that the engine
/// exchanges with them. `spanner` implements them.
@NullMarked
package dev.spannerpipe.apply.port;

import org.jspecify.annotations.NullMarked;
