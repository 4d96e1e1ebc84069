package dev.spannerpipe.plan;

/// The maximum sizes of one request to Spanner and of one cell of the book-keeping tables. They are
/// below Spanner's own limits, and small enough that a request takes less time than the lease
/// lasts.
///
/// @param characters the maximum number of characters of statements and history rows in one batch
///   or chunk; an intent, which has all of them, then fits a cell of 2,621,440 characters even if
///   most characters are escaped
/// @param statements the maximum number of data changes in one chunk; a chunk then takes seconds,
///   and the pipe can renew the lease well within its 60 s
/// @param marks the number of lines of a cursor that are folded into one; see [Marks]
public record RequestLimits(int characters, int statements, int marks) {
  /// The limits for Spanner.
  public static final RequestLimits SPANNER = new RequestLimits(1_000_000, 500, 25);
}
