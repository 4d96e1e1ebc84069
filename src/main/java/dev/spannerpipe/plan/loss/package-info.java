/// What a plan loses: data that its statements delete, and parts of definitions that they drop
/// without naming them. Found from the text of the statements and from the live schema.
@NullMarked
package dev.spannerpipe.plan.loss;

import org.jspecify.annotations.NullMarked;
