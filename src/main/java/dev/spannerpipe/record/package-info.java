/// The events of a run, their hash chain, and the listeners.
@NullMarked
package dev.spannerpipe.record;

import org.jspecify.annotations.NullMarked;
