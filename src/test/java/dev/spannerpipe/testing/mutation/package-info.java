/// Code in which something is missing, to prove that tests find it out.
@NullMarked
package dev.spannerpipe.testing.mutation;

import org.jspecify.annotations.NullMarked;
