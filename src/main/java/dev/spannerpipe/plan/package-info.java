/// The pure core: what is pending, which statements that takes, how they are cut into batches, and
/// the digest of it all.
///
/// It decides and never asks: history, changelog and answers about the live database come in as
/// values or through the one port [dev.spannerpipe.plan.LiveDatabase].
@NullMarked
package dev.spannerpipe.plan;

import org.jspecify.annotations.NullMarked;
