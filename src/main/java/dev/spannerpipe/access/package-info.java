/// The identity of a run and what it may do: its token, the policy's decision, and the resulting
/// credentials.
@NullMarked
package dev.spannerpipe.access;

import org.jspecify.annotations.NullMarked;
