package dev.spannerpipe.plan;

/// The maximum size of one call and of one cell, so that neither Spanner's limits nor the length of
/// the lease are reached.
///
/// @param characters the maximum number of characters of statements and history rows in one batch
///   or chunk; an intent then fits a cell of 2,621,440 characters even if most of them are escaped
/// @param statements the maximum number of data changes in one chunk; a chunk then lasts seconds,
///   and the lease is renewed well within its 60 s
/// @param marks how many lines a cursor folds into one, see [Marks]
public record RequestLimits(int characters, int statements, int marks) {
  /// The limits for Spanner.
  public static final RequestLimits SPANNER = new RequestLimits(1_000_000, 500, 25);
}
