/// Clocks, waits, retries and the end of a run. All remote calls use the retries of this package. A
/// leaf package: it uses no other package of the pipe.
@NullMarked
package dev.spannerpipe.retry;

import org.jspecify.annotations.NullMarked;
