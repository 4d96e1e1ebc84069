/// What Bitbucket Pipelines passes to a step, and what a step passes to later steps.
@NullMarked
package dev.spannerpipe.bitbucket;

import org.jspecify.annotations.NullMarked;
