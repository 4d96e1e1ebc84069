package dev.spannerpipe.failure;

/// The deployment workflow failed, timed out or was aborted. The fix is in the workflow, or a
/// redrive.
public final class WorkflowFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure from what was tried and why it failed, and what to do next.
  public WorkflowFailure(String description, String action) {
    super(ExitCode.WORKFLOW, description, action);
  }
}
