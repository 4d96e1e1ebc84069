/// Tells which link of the trust between token, Google, AWS and policy is broken or too wide, and
/// the smallest change that fixes it.
@NullMarked
package dev.spannerpipe.doctor;

import org.jspecify.annotations.NullMarked;
