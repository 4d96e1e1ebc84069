/// Short-lived credentials for Google and AWS, in exchange for the verified token. In memory only.
@NullMarked
package dev.spannerpipe.credentials;

import org.jspecify.annotations.NullMarked;
