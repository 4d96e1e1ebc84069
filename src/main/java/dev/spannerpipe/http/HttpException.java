package dev.spannerpipe.http;

/// No whole answer came. The message says why, without secrets, and may be shown.
public final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Says why no whole answer came.
  public HttpException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
