package dev.spannerpipe.failure;

import java.util.List;

/// A failure that a user can act on. It has a description (what was tried, and why it failed), an
/// action (what to do next) and an exit code.
///
/// There is one subtype for each way in which the user has to react. The description is one
/// sentence or several, without a full stop at the end. The action is an imperative sentence, also
/// without a full stop at the end.
public abstract sealed class Failure extends RuntimeException
    permits ConfigurationFailure,
        AccessFailure,
        BlockedFailure,
        MigrationFailure,
        LeaseFailure,
        WorkflowFailure,
        UnfinishedFailure,
        PreviewFailure,
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

  /// Returns the text with a full stop at the end, unless the text ends with a question mark.
  public static String sentence(String text) {
    String bare = withoutFullStop(text);
    return bare.endsWith("?") ? bare : bare + ".";
  }

  /// Removes the full stop, if there is one. A description often ends with the message of a
  /// service, which may have a full stop.
  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /// Returns the exit code with which the process ends after this failure.
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

  /// Returns lines with further information, which are shown before the description; an empty list
  /// if there is no further information.
  public List<String> details() {
    return List.of();
  }

  /// Returns the places in the repository where somebody has to change something; an empty list if
  /// none is known.
  public List<LocatedProblem> problems() {
    return List.of();
  }

  /// Sets the cause of this failure, and returns this failure. The log shows the cause only if
  /// `DEBUG` is set.
  public Failure causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }
}
