/// Google credentials for a verified OIDC token: token exchange, impersonation of a service
/// account, and the attached identity of a Google runtime.
@NullMarked
package dev.spannerpipe.credentials.google;

import org.jspecify.annotations.NullMarked;
