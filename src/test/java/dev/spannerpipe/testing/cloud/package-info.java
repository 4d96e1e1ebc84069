/// Stand-ins for the clouds' token services on loopback addresses. They really check: a token that
/// the services would refuse is refused here, with the services' own words and shapes.
@NullMarked
package dev.spannerpipe.testing.cloud;

import org.jspecify.annotations.NullMarked;
