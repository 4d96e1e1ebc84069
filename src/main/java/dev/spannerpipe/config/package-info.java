/// Converts variables to settings, and reports all problems at once.
@NullMarked
package dev.spannerpipe.config;

import org.jspecify.annotations.NullMarked;
