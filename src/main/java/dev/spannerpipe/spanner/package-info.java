/// The adapter to Cloud Spanner. The only package that sees its client.
@NullMarked
package dev.spannerpipe.spanner;

import org.jspecify.annotations.NullMarked;
