/// Preconditions, evaluated without a JDBC connection.
@NullMarked
package dev.spannerpipe.changelog.precondition;

import org.jspecify.annotations.NullMarked;
