/// Who a run is and what it may do: its token, the policy's decision, and the credentials that
/// follow.
@NullMarked
package dev.spannerpipe.access;

import org.jspecify.annotations.NullMarked;
