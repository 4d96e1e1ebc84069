/// The crash-safe engine: lease, intents, batches and history. Their order keeps a run safe when it
/// is killed at any moment.
@NullMarked
package dev.spannerpipe.apply;

import org.jspecify.annotations.NullMarked;
