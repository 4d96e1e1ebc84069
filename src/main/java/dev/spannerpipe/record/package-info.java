/// What happened: events, their hash chain, and who listens to them.
@NullMarked
package dev.spannerpipe.record;

import org.jspecify.annotations.NullMarked;
