/// Requests to services for which the pipe has no other client. A leaf package.
@NullMarked
package dev.spannerpipe.http;

import org.jspecify.annotations.NullMarked;
