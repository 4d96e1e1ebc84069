/// The built image, run by a container engine as a step of Bitbucket Pipelines runs it.
@NullMarked
package dev.spannerpipe.image;

import org.jspecify.annotations.NullMarked;
