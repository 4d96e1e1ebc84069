/// SQL of both dialects, as far as the pipe reads it: tokens, and the heads of statements. It knows
/// strings, comments and hints, and no grammar: the server judges the syntax.
@NullMarked
package dev.spannerpipe.sql;

import org.jspecify.annotations.NullMarked;
