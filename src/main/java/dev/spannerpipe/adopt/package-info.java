/// Finds out which change sets a database already has that was built by other means.
@NullMarked
package dev.spannerpipe.adopt;

import org.jspecify.annotations.NullMarked;
