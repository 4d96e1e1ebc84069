/// The pure core: which change sets are pending, how their statements are cut into batches, and the
/// digest of the plan.
///
/// This package only decides. History and changelog are passed in as values. The live database is
/// queried only through the port [dev.spannerpipe.plan.LiveDatabase].
@NullMarked
package dev.spannerpipe.plan;

import org.jspecify.annotations.NullMarked;
