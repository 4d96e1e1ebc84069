/// What a plan loses: data that its statements delete, and parts of definitions that they drop
/// without naming them, by the statements' words and by the live schema.
@NullMarked
package dev.spannerpipe.plan.loss;

import org.jspecify.annotations.NullMarked;
