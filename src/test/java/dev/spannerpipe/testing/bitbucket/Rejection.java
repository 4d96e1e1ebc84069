package dev.spannerpipe.testing.bitbucket;

/// Bitbucket would not do what a request asks for.
final class Rejection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String words;
  private final boolean problem;

  private Rejection(int status, String words, boolean problem) {
    super(words);
    this.status = status;
    this.words = words;
    this.problem = problem;
  }

  /// A request that nobody should send.
  static Rejection problem(int status, String words) {
    return new Rejection(status, words, true);
  }

  /// An answer that may well be met.
  static Rejection usual(int status, String words) {
    return new Rejection(status, words, false);
  }

  int status() {
    return status;
  }

  String words() {
    return words;
  }

  boolean isProblem() {
    return problem;
  }
}
