/// Sends HTTP requests to services for which the pipe has no other client. A leaf package: it uses
/// no other package of the pipe.
@NullMarked
package dev.spannerpipe.http;

import org.jspecify.annotations.NullMarked;
