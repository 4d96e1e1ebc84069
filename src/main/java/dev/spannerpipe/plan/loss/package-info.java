/// Finds what a plan loses: data that its statements delete, and parts of column definitions that
/// the statements drop without naming them. The sources are the text of the statements and the live
/// schema.
@NullMarked
package dev.spannerpipe.plan.loss;

import org.jspecify.annotations.NullMarked;
