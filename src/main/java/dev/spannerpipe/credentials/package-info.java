/// Short-lived credentials for Google and AWS, which are issued for the verified OIDC token. The
/// credentials exist only in memory.
@NullMarked
package dev.spannerpipe.credentials;

import org.jspecify.annotations.NullMarked;
