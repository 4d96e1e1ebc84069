/// SQL of both dialects, as far as the pipe reads it: tokens and the heads of statements. The
/// package recognizes strings, comments and hints, but no grammar. The server checks the syntax.
@NullMarked
package dev.spannerpipe.sql;

import org.jspecify.annotations.NullMarked;
