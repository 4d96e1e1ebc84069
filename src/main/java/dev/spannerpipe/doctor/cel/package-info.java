/// The subset of the Common Expression Language that providers' conditions and mappings use.
@NullMarked
package dev.spannerpipe.doctor.cel;

import org.jspecify.annotations.NullMarked;
