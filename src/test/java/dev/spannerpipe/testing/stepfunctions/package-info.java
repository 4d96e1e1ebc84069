/// A stand-in for AWS Step Functions that speaks its protocol, and histories as it writes them.
@NullMarked
package dev.spannerpipe.testing.stepfunctions;

import org.jspecify.annotations.NullMarked;
