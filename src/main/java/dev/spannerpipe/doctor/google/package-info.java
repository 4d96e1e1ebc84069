/// Workload identity federation, evaluated for a token as Google evaluates it.
@NullMarked
package dev.spannerpipe.doctor.google;

import org.jspecify.annotations.NullMarked;
