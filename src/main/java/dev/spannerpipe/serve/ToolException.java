package dev.spannerpipe.serve;

/// A tool cannot do what the client requested. The message is for the assistant: what was tried,
/// why it failed, and what to do instead.
final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean arguments;

  private ToolException(boolean arguments, String message) {
    super(message);
    this.arguments = arguments;
  }

  /// Creates the failure of a tool.
  ToolException(String message) {
    this(false, message);
  }

  /// Creates the failure of a tool whose arguments do not have the form that its schema requires.
  static ToolException ofArguments(String message) {
    return new ToolException(true, message);
  }

  /// Returns whether the arguments do not have the required form.
  boolean isOfArguments() {
    return arguments;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
