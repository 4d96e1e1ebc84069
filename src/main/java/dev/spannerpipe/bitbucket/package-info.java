/// The input of a step from Bitbucket Pipelines, and the output that a step passes on.
@NullMarked
package dev.spannerpipe.bitbucket;

import org.jspecify.annotations.NullMarked;
