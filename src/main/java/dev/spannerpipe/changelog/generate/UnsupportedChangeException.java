package dev.spannerpipe.changelog.generate;

/// A change that cannot be turned into SQL for this dialect. Becomes a `ConfigurationFailure` where
/// its place in the files is known.
public final class UnsupportedChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String action;
  private final String before;

  public UnsupportedChangeException(String reason, String action) {
    this(reason, action, "");
  }

  /// Refuses SQL text.
  ///
  /// @param before the text up to the end of the line that it is about
  UnsupportedChangeException(String reason, String action, String before) {
    super(reason + ". " + action + ".");
    this.reason = reason;
    this.action = action;
    this.before = before;
  }

  public String reason() {
    return reason;
  }

  public String action() {
    return action;
  }

  public String before() {
    return before;
  }
}
