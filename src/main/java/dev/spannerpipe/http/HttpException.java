package dev.spannerpipe.http;

/// No complete response arrived. The exception's message gives the reason and contains no secrets,
/// so it may be shown.
public final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean temporary;

  /// Creates an exception for a failure that a retry may fix.
  public HttpException(String reason, Throwable cause) {
    this(reason, cause, true);
  }

  /// Creates an exception.
  ///
  /// @param temporary whether a retry may succeed
  public HttpException(String reason, Throwable cause, boolean temporary) {
    super(reason, cause);
    this.temporary = temporary;
  }

  /// Returns whether a retry may succeed. Returns false if the response is too long, the
  /// certificate is not trusted, the request cannot be sent, or the wait was interrupted.
  public boolean isTemporary() {
    return temporary;
  }
}
