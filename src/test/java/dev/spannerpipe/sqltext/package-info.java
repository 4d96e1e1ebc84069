/// SQL texts made at random, with the meaning that each of them has, and a lexer of their own.
@NullMarked
package dev.spannerpipe.sqltext;

import org.jspecify.annotations.NullMarked;
