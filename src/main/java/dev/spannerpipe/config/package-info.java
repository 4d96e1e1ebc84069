/// Variables in, settings out; every problem at once.
@NullMarked
package dev.spannerpipe.config;

import org.jspecify.annotations.NullMarked;
