package dev.spannerpipe.workflow.history;

import dev.spannerpipe.text.SafeText;

/// A call to Step Functions failed.
public final class StepFunctionsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What the failure means for the caller.
  public enum Kind {
    /// Too many requests from this account.
    THROTTLED,
    /// No answer, or an answer that allows a retry.
    TRANSIENT,
    /// The credentials have expired.
    EXPIRED,
    /// The credentials do not allow it.
    DENIED,
    /// The execution, Map Run or state machine is not known.
    MISSING,
    /// The service rejected the request for another reason.
    REFUSED
  }

  private final Kind kind;
  private final String code;

  /// @param code the service's error code; empty if there was no answer
  /// @param reason the service's message, or what happened to the connection
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

  /// Returns the reason with its code, on one line: `no such thing (StateMachineDoesNotExist)`.
  public String reason() {
    String words = String.valueOf(getMessage()).replaceAll("\\s+", " ").strip();
    String text = SafeText.shortened(words, 400);
    String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return code.isEmpty() ? plain : plain + " (" + code + ")";
  }
}
