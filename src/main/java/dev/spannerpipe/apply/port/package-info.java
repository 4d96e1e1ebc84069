/// The engine's ports to the database and to its schema operations, and the values that pass
/// through these ports. The package `spanner` implements the ports.
@NullMarked
package dev.spannerpipe.apply.port;

import org.jspecify.annotations.NullMarked;
