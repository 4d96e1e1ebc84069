/// The replay of a preview: an emulator executes the pending change sets on a copy of the schema,
/// without the constructs that an emulator cannot hold.
@NullMarked
package dev.spannerpipe.preview.replay;

import org.jspecify.annotations.NullMarked;
