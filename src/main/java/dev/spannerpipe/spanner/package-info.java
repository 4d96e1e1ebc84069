/// Connects the pipe to Cloud Spanner. Only this package uses the Spanner client.
@NullMarked
package dev.spannerpipe.spanner;

import org.jspecify.annotations.NullMarked;
