/// What the pipe does, held against what plain Liquibase does to a database of its own.
@NullMarked
package dev.spannerpipe.compare;

import org.jspecify.annotations.NullMarked;
