/// Guardrails: what a verified identity may do to which target. Denies what no rule allows.
@NullMarked
package dev.spannerpipe.policy;

import org.jspecify.annotations.NullMarked;
