package dev.spannerpipe.changelog;

/// A change that cannot be turned into SQL for this dialect. Becomes a `ConfigurationFailure` where
/// its place in the files is known.
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final String action;

  Refused(String reason, String action) {
    super(reason + ". " + action + ".");
    this.reason = reason;
    this.action = action;
  }

  String reason() {
    return reason;
  }

  String action() {
    return action;
  }
}
