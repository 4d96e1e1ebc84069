package dev.spannerpipe.plan;

/// A query of the live database did not succeed; the message holds the server's own words.
public class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Says in the server's words why not.
  public QueryException(String message) {
    super(message);
  }

  /// Says in the server's words why not.
  public QueryException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Returns whether the server understood the query and says no: then it will say so again.
  public boolean isRefusal() {
    return true;
  }

  /// Returns the server's own words.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
