/// The schema of a replay: what the emulator prints, and over it what it drops or prints wrongly.
@NullMarked
package dev.spannerpipe.schema.overlay;

import org.jspecify.annotations.NullMarked;
