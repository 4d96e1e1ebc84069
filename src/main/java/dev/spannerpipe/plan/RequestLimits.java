package dev.spannerpipe.plan;

/// The maximum sizes of one request to Spanner and of one cell of the book-keeping tables, in which
/// the pipe stores its own state. They are below Spanner's own limits. They are also small enough
/// that a request ends before the lease can expire. The lease is the run's lock on the database; it
/// expires after 60 s unless the run renews it.
///
/// @param characters the maximum number of characters in one batch of schema changes (with its
///   history rows) or in one chunk of data changes. The intent, which is the row that announces a
///   batch or chunk before it is sent, contains all these characters. It fits into a cell of
///   2,621,440 characters even if most characters are escaped
/// @param statements the maximum number of data changes in one chunk; a chunk then takes only
///   seconds, so the pipe can renew the lease in time
/// @param marks how many lines of a cursor are folded into one line; see [Marks]
public record RequestLimits(int characters, int statements, int marks) {
  /// The limits for Spanner.
  public static final RequestLimits SPANNER = new RequestLimits(1_000_000, 500, 25);
}
