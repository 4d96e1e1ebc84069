/// The identity of a run and what the run may do: the OIDC token, the policy's decision, and the
/// resulting credentials.
@NullMarked
package dev.spannerpipe.access;

import org.jspecify.annotations.NullMarked;
