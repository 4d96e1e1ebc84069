/// Google's credentials for a verified OIDC token: the exchange at the security token service, the
/// impersonation of a service account, and the identity that a Google runtime attaches.
@NullMarked
package dev.spannerpipe.credentials.google;

import org.jspecify.annotations.NullMarked;
