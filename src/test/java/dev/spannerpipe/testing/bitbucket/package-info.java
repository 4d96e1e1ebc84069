/// A stand-in for Bitbucket Cloud: the proxy that Pipelines runs beside each step, and the API that
/// a token opens.
@NullMarked
package dev.spannerpipe.testing.bitbucket;

import org.jspecify.annotations.NullMarked;
