/// Tests of the whole pipe, as its process and as it is called in one: killed, raced, and with
/// things going wrong.
@NullMarked
package dev.spannerpipe.endtoend;

import org.jspecify.annotations.NullMarked;
