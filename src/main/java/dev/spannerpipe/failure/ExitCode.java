package dev.spannerpipe.failure;

/// The exit codes of the process. Pipelines branch on them, so a number never changes its meaning.
public enum ExitCode {
  /// Everything that was requested is done, or there was nothing to do.
  DONE(0),
  /// A defect of the pipe itself.
  INTERNAL(1),
  /// Settings, changelog or target are wrong; nothing was executed.
  INVALID(2),
  /// Identity, credentials or the connection were rejected before any effect.
  ACCESS(3),
  /// A policy, the reviewed plan or the rule on destructive changes forbids it. Nothing was
  /// executed.
  BLOCKED(4),
  /// The migration failed, or the database does not match the record. The message reports how far
  /// the run got.
  MIGRATION(5),
  /// Another run holds the lease, or took it.
  LEASE(6),
  /// The deployment workflow failed, timed out or was aborted.
  WORKFLOW(7),
  /// Not finished. Run it again to continue.
  UNFINISHED(8),
  /// The preview found errors.
  PREVIEW(9),
  /// SIGINT ended the run in good order. Run it again to continue.
  INTERRUPTED(130),
  /// SIGTERM ended the run in good order. Run it again to continue.
  TERMINATED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// Returns the number that the process ends with: 0 to 9, or 128 plus the number of a signal.
  public int number() {
    return number;
  }
}
