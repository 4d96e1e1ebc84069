package dev.spannerpipe.workflow.history;

import dev.spannerpipe.text.SafeText;

/// A call to Step Functions was not answered as wanted.
public final class StepFunctionsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What it means for whoever called.
  public enum Kind {
    /// Too many requests from this account.
    THROTTLED,
    /// No answer, or one that says that another try may help.
    TRANSIENT,
    /// The credentials have ended.
    EXPIRED,
    /// The credentials do not allow it.
    DENIED,
    /// The execution, Map Run or state machine is not known.
    MISSING,
    /// The service does not do it.
    REFUSED
  }

  private final Kind kind;
  private final String code;

  /// @param code the service's error code; empty where there was no answer
  /// @param reason the service's words, or what happened to the connection
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
