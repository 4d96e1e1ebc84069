package dev.spannerpipe.failure;

/// The deployment workflow failed, timed out or was aborted. Either the workflow has to be fixed,
/// or the execution has to be redriven.
public final class WorkflowFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure.
  ///
  /// @param description what was tried, and why it failed
  /// @param action what the user should do next
  public WorkflowFailure(String description, String action) {
    super(ExitCode.WORKFLOW, description, action);
  }
}
