/// The crash-safe engine. It writes lease, intents, operations and history in an order that makes
/// it safe to kill a run at any moment.
@NullMarked
package dev.spannerpipe.apply;

import org.jspecify.annotations.NullMarked;
