package dev.spannerpipe.failure;

/// The preview found errors. Either somebody has to fix the change sets, or a waiver has to give a
/// reason why an error does not matter.
public final class PreviewFailure extends Failure {
  private static final long serialVersionUID = 1L;

  /// Creates a failure.
  ///
  /// @param description what was tried, and why it failed
  /// @param action what the user should do next
  public PreviewFailure(String description, String action) {
    super(ExitCode.PREVIEW, description, action);
  }
}
