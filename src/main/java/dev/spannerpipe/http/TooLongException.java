package dev.spannerpipe.http;

/// An answer's body is over its limit.
final class TooLongException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooLongException(int limit) {
    super("the answer is longer than " + limit + " bytes");
  }
}
