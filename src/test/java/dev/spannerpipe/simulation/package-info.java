/// The engine against a model of Spanner, under a scheduler that decides at each call who goes on,
/// who dies and what gets lost.
@NullMarked
package dev.spannerpipe.simulation;

import org.jspecify.annotations.NullMarked;
