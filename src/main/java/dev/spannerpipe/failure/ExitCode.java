package dev.spannerpipe.failure;

/// The exit codes of the process. Pipelines depend on them, so the meaning of a number never
/// changes.
public enum ExitCode {
  /// Everything that was requested is done; perhaps there was nothing to do.
  DONE(0),
  /// A defect of the pipe itself.
  INTERNAL(1),
  /// The settings, the changelog or the target are wrong. Nothing was executed.
  INVALID(2),
  /// The identity, the credentials or the connection were rejected. Nothing was executed.
  ACCESS(3),
  /// The policy, the reviewed plan or the rule on data loss forbids the run. Nothing was executed.
  BLOCKED(4),
  /// The migration failed, or the database does not match the record. The message reports how far
  /// the run got.
  MIGRATION(5),
  /// Another run holds the lease, or took the lease over from this run.
  LEASE(6),
  /// The deployment workflow failed, timed out or was aborted.
  WORKFLOW(7),
  /// The run did not finish. Another run continues.
  UNFINISHED(8),
  /// The preview found errors.
  PREVIEW(9),
  /// SIGINT ended the run, and the run stopped in an orderly way. Another run continues.
  INTERRUPTED(130),
  /// SIGTERM ended the run, and the run stopped in an orderly way. Another run continues.
  TERMINATED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /// Returns the exit code as a number: 0 to 9, or 128 plus the number of the signal.
  public int number() {
    return number;
  }
}
