package dev.spannerpipe.packaging;

/// Libraries that nobody has decided how to merge. The message says what to decide, and where.
final class MergeFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  MergeFailure(String message) {
    super(message);
  }
}
