package dev.spannerpipe.failure;

import java.util.List;

/// A failure that a user can act on: what was tried on what and why it failed, the one thing to do,
/// and the exit code.
///
/// Each subtype stands for one group of people who can fix it. The description is one sentence
/// without a full stop at its end; the action is an imperative sentence, also without one.
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

  /// Returns the text as a sentence, with a full stop where it has no end of its own.
  public static String sentence(String text) {
    String bare = withoutFullStop(text);
    return bare.endsWith("?") ? bare : bare + ".";
  }

  /// Services' own words, which often end a description, are whole sentences.
  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /// Returns the exit code that this failure ends the process with.
  public ExitCode exitCode() {
    return exitCode;
  }

  /// Returns what was tried on what, and why it failed.
  public String description() {
    return description;
  }

  /// Returns the one thing to do next.
  public String action() {
    return action;
  }

  /// Returns what else a person needs to know, one line each, to be shown before the description;
  /// empty where the description says it all.
  public List<String> details() {
    return List.of();
  }

  /// Keeps the cause for the stack trace that `DEBUG` shows.
  public Failure causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }
}
