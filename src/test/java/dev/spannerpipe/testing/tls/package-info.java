/// Addresses and certificates of stand-ins that clients reach as they reach the real services.
@NullMarked
package dev.spannerpipe.testing.tls;

import org.jspecify.annotations.NullMarked;
