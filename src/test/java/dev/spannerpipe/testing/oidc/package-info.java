/// An issuer of OIDC tokens in the place of Bitbucket's.
@NullMarked
package dev.spannerpipe.testing.oidc;

import org.jspecify.annotations.NullMarked;
