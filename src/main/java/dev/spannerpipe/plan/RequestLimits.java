package dev.spannerpipe.plan;

/// How much goes into one call and one cell, so that neither Spanner's limits nor the lease's
/// length are met.
///
/// @param characters the most characters of statements and history rows in one batch or chunk, so
///   that an intent fits a cell of 2,621,440 characters even where most of them are escaped
/// @param statements the most data changes in one chunk, so that a chunk takes seconds and the
///   lease is renewed well within its 60 s
/// @param marks how many steps at a time a cursor folds into one line, see [Marks]
public record RequestLimits(int characters, int statements, int marks) {
  /// Those of the service.
  public static final RequestLimits SPANNER = new RequestLimits(1_000_000, 500, 25);
}
