/// Finds the links of the trust between token, Google, AWS and policy that are broken or too wide,
/// and the smallest change that fixes each.
@NullMarked
package dev.spannerpipe.doctor;

import org.jspecify.annotations.NullMarked;
