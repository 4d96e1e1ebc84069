/// Examines the chain of trust between the OIDC token, Google, AWS and the policy. Finds the links
/// that reject the token or accept tokens of others, and the smallest change that fixes each link.
@NullMarked
package dev.spannerpipe.doctor;

import org.jspecify.annotations.NullMarked;
