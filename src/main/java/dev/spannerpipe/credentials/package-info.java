/// Short-lived credentials for Google and AWS, in exchange for the verified token. They exist only
/// in memory.
@NullMarked
package dev.spannerpipe.credentials;

import org.jspecify.annotations.NullMarked;
