package dev.spannerpipe.failure;

/// The deployment workflow failed, timed out or was aborted: fixed in the workflow, or by a
/// redrive.
public final class WorkflowFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Says what was tried on what and why it failed, and the one thing to do.
  public WorkflowFailure(String description, String action) {
    super(ExitCode.WORKFLOW, description, action);
  }
}
