/// What doctor finds at a link of the chain of trust, and the fix that it prints.
@NullMarked
package dev.spannerpipe.doctor.finding;

import org.jspecify.annotations.NullMarked;
