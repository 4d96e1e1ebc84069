package dev.spannerpipe.http;

/// No whole answer came. The message says why, without secrets, and may be shown.
public final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean temporary;

  /// Says why no whole answer came; another try may go better.
  public HttpException(String reason, Throwable cause) {
    this(reason, cause, true);
  }

  /// Says why no whole answer came, and whether another try may go better.
  public HttpException(String reason, Throwable cause, boolean temporary) {
    super(reason, cause);
    this.temporary = temporary;
  }

  /// Tells whether another try may go better: not where an answer is too long, a certificate is not
  /// trusted, the request cannot be sent or the wait was interrupted.
  public boolean isTemporary() {
    return temporary;
  }
}
