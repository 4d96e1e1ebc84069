/// The identity of the run. This package verifies the OIDC token before the token is sent to any
/// service.
@NullMarked
package dev.spannerpipe.identity;

import org.jspecify.annotations.NullMarked;
