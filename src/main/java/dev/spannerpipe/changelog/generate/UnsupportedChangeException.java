package dev.spannerpipe.changelog.generate;

import dev.spannerpipe.sql.SqlRejection;

/// A change that cannot be converted to SQL for this dialect. The caller converts this exception to
/// a `ConfigurationFailure` when the location of the change in the files is known.
public final class UnsupportedChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String action;

  public UnsupportedChangeException(String reason, String action) {
    super(reason + ". " + action + ".");
    this.reason = reason;
    this.action = action;
  }

  /// Creates the exception for a rejected SQL text.
  UnsupportedChangeException(SqlRejection rejection) {
    this(rejection.reason(), rejection.action());
    initCause(rejection);
  }

  /// Returns the SQL text up to the end of the line with the problem; empty if that line is
  /// unknown.
  public String before() {
    return getCause() instanceof SqlRejection rejection ? rejection.before() : "";
  }

  public String reason() {
    return reason;
  }

  public String action() {
    return action;
  }
}
