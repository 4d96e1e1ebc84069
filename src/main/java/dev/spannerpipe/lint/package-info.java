/// Rules about what a plan does to a schema: findings, and the waivers that silence them.
@NullMarked
package dev.spannerpipe.lint;

import org.jspecify.annotations.NullMarked;
