package dev.spannerpipe.failure;

import java.util.List;

/// A failure that a user can act on: what was tried and why it failed, what to do next, and the
/// exit code.
///
/// Each subtype represents one group of people who can fix it. The description is one sentence
/// without a final full stop. The action is an imperative sentence, also without one.
public abstract sealed class Failure extends RuntimeException
    permits ConfigurationFailure,
        AccessFailure,
        BlockedFailure,
        MigrationFailure,
        LeaseFailure,
        WorkflowFailure,
        UnfinishedFailure,
        StoppedFailure {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String description;
  private final String action;

  Failure(ExitCode exitCode, String description, String action) {
    super(sentence(description) + " " + sentence(action));
    this.exitCode = exitCode;
    this.description = withoutFullStop(description);
    this.action = withoutFullStop(action);
  }

  /// Returns the text as a sentence, with a full stop unless it ends with a question mark.
  public static String sentence(String text) {
    String bare = withoutFullStop(text);
    return bare.endsWith("?") ? bare : bare + ".";
  }

  /// A service's message, which often ends a description, may have its own full stop.
  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /// Returns the exit code that this failure ends the process with.
  public ExitCode exitCode() {
    return exitCode;
  }

  /// Returns what was tried, and why it failed.
  public String description() {
    return description;
  }

  /// Returns what to do next.
  public String action() {
    return action;
  }

  /// Returns further information, one line each, which is shown before the description. Returns
  /// none if the description is complete.
  public List<String> details() {
    return List.of();
  }

  /// Keeps the cause for the stack trace, which `DEBUG` shows.
  public Failure causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }
}
