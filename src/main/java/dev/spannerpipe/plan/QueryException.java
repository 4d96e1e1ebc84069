package dev.spannerpipe.plan;

/// A query of the live database failed. The message is the server's text.
public class QueryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Creates the exception with the server's text.
  public QueryException(String message) {
    super(message);
  }

  /// Creates the exception with the server's text and a cause.
  public QueryException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Returns whether the server understood the query and rejected it. If so, a retry would be
  /// rejected, too.
  public boolean isRefusal() {
    return true;
  }

  /// Returns the server's text.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
