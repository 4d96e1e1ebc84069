/// Compares a plan with the plan that a person reviewed: reads the reviewed plan, decides whether a
/// plan is the same, and says how it differs.
@NullMarked
package dev.spannerpipe.plan.review;

import org.jspecify.annotations.NullMarked;
