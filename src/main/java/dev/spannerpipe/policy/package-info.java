/// Guardrails: what a verified identity may do to which target. Anything that no rule allows is
/// denied.
@NullMarked
package dev.spannerpipe.policy;

import org.jspecify.annotations.NullMarked;
