/// The identity of the run: the OIDC token is verified here before any other service sees it.
@NullMarked
package dev.spannerpipe.identity;

import org.jspecify.annotations.NullMarked;
