/// Tests of what an assistant can read.
@NullMarked
package dev.spannerpipe.serve;

import org.jspecify.annotations.NullMarked;
