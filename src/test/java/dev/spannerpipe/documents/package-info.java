/// The README, the changelog and the pages of `src/docs`: what they link to and what they quote.
@NullMarked
package dev.spannerpipe.documents;

import org.jspecify.annotations.NullMarked;
