/// What Bitbucket Pipelines tells a step, and what a step hands on.
@NullMarked
package dev.spannerpipe.bitbucket;

import org.jspecify.annotations.NullMarked;
