/// Requests to services that have no client of their own here. A leaf.
@NullMarked
package dev.spannerpipe.http;

import org.jspecify.annotations.NullMarked;
