package dev.spannerpipe.workflow.history;

import dev.spannerpipe.text.SafeText;

/// Reports that a call to Step Functions failed.
public final class StepFunctionsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What the failure means for the caller.
  public enum Kind {
    /// Too many requests from this account.
    THROTTLED,
    /// There was no response, or the response reports a temporary problem.
    TRANSIENT,
    /// The credentials have expired.
    EXPIRED,
    /// The credentials do not allow the request.
    DENIED,
    /// The service does not know the execution, Map Run or state machine.
    MISSING,
    /// The service rejected the request for another reason.
    REFUSED
  }

  private final Kind kind;
  private final String code;

  /// @param code the service's error code; an empty string if there was no response
  /// @param reason the service's message, or why there was no response
  StepFunctionsException(Kind kind, String code, String reason, Throwable cause) {
    super(reason, cause);
    this.kind = kind;
    this.code = code;
  }

  public Kind kind() {
    return kind;
  }

  String code() {
    return code;
  }

  public boolean isCode(String wanted) {
    return code.equals(wanted);
  }

  public boolean isWorthAnotherTry() {
    return kind == Kind.THROTTLED || kind == Kind.TRANSIENT;
  }

  /// Returns the service's message and its error code, on one line, as in `State Machine Does Not
  /// Exist (StateMachineDoesNotExist)`.
  public String reason() {
    String words = String.valueOf(getMessage()).replaceAll("\\s+", " ").strip();
    String text = SafeText.shortened(words, 400);
    String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return code.isEmpty() ? plain : plain + " (" + code + ")";
  }
}
