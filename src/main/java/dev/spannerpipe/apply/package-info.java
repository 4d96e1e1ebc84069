/// The crash-safe engine: lease, intents, batches, history, in the order that keeps every promise
/// when it is killed.
@NullMarked
package dev.spannerpipe.apply;

import org.jspecify.annotations.NullMarked;
