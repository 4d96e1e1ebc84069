/// Who the run is: the OIDC token, verified here before anybody else is asked.
@NullMarked
package dev.spannerpipe.identity;

import org.jspecify.annotations.NullMarked;
