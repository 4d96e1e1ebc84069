package dev.spannerpipe.bitbucket.review;

import java.util.Arrays;

/// A part of a review could not be published.
final class PublishingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String text;

  /// Creates an exception.
  ///
  /// @param status the status of the response; 0 if there was none
  /// @param message what was tried, why it failed, and what to do
  PublishingException(int status, String message) {
    super(message);
    this.status = status;
    this.text = message;
  }

  /// Returns what was tried, why it failed, and what to do.
  String text() {
    return text;
  }

  /// Returns whether the service rejected the request with one of these statuses.
  boolean isRejection(int... statuses) {
    return Arrays.stream(statuses).anyMatch(each -> each == status);
  }
}
