/// What several tests need: an emulator, databases on it, a clock that waits.
@NullMarked
package dev.spannerpipe.testing;

import org.jspecify.annotations.NullMarked;
