package dev.spannerpipe.changelog;

/// A change that cannot be turned into SQL for this dialect. Becomes a `ConfigurationFailure` where
/// its place in the files is known.
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String action;
  private final String before;

  Refused(String reason, String action) {
    this(reason, action, "");
  }

  /// Refuses SQL text.
  ///
  /// @param before the text up to the end of the line that it is about
  Refused(String reason, String action, String before) {
    super(reason + ". " + action + ".");
    this.reason = reason;
    this.action = action;
    this.before = before;
  }

  String reason() {
    return reason;
  }

  String action() {
    return action;
  }

  String before() {
    return before;
  }
}
